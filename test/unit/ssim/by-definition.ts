import type { Image } from '../../../src/image/image.js'

/** Where a place outside shows the image, mirrored without repeating the edge. */
const mirrored = (place: number, size: number): number => {
  const period = 2 * (size - 1)
  const within = ((place % period) + period) % period
  return within < size ? within : period - within
}

/** SSIM of one window of one channel, straight from the formula, with a two-dimensional Gaussian and deviations from the mean. */
export const ssimOfWindow = (a: Image<'uint8'>, b: Image<'uint8'>, x: number, y: number, channel: number): number => {
  const values: Array<readonly [weight: number, a: number, b: number]> = []
  for (let dy = -5; dy <= 5; dy++) {
    for (let dx = -5; dx <= 5; dx++) {
      const at = 3 * (mirrored(y + dy, a.height) * a.width + mirrored(x + dx, a.width)) + channel
      values.push([Math.exp(-(dx * dx + dy * dy) / (2 * 1.5 * 1.5)), a.data[at]! / 255, b.data[at]! / 255])
    }
  }
  const total = values.reduce((sum, [weight]) => sum + weight, 0)
  const mean = (of: (a: number, b: number) => number): number =>
    values.reduce((sum, [weight, va, vb]) => sum + weight * of(va, vb), 0) / total
  const ma = mean((va) => va)
  const mb = mean((_, vb) => vb)
  const va = mean((v) => (v - ma) ** 2)
  const vb = mean((_, v) => (v - mb) ** 2)
  const cov = mean((v, w) => (v - ma) * (w - mb))
  const [c1, c2] = [0.0001, 0.0009]
  return ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
}

/** SSIM around one pixel: the mean of the channels. */
export const ssimAt = (a: Image<'uint8'>, b: Image<'uint8'>, x: number, y: number): number =>
  (ssimOfWindow(a, b, x, y, 0) + ssimOfWindow(a, b, x, y, 1) + ssimOfWindow(a, b, x, y, 2)) / 3
