import type { Plane } from './model.js'

/** Where an output position lies among the inputs: two neighbours, and the share of the second. */
interface Tap {
  readonly low: number
  readonly high: number
  readonly share: number
}

/** Positions of pixel centres, as PyTorch has them without `align_corners`; before the first centre the first value holds. */
const tapsOf = (from: number, to: number): ReadonlyArray<Tap> =>
  Array.from({ length: to }, (_, i) => {
    const at = Math.max(0, ((i + 0.5) * from) / to - 0.5)
    const low = Math.min(Math.floor(at), from - 1)
    return { low, high: Math.min(low + 1, from - 1), share: at - low }
  })

/**
 * Adds a plane, enlarged to the size of another one, to it: bilinear, as `torch.nn.functional.interpolate` with `align_corners=False`.
 *
 * @param sum - In float64, row-major, `width * height`; changed.
 */
export const addUpsampled = (sum: Float64Array, width: number, height: number, plane: Plane): void => {
  const columns = tapsOf(plane.width, width)
  const { data } = plane
  tapsOf(plane.height, height).forEach((row, y) => {
    const [above, below] = [row.low * plane.width, row.high * plane.width]
    columns.forEach(({ low, high, share }, x) => {
      const top = between(data[above + low] as number, data[above + high] as number, share)
      const bottom = between(data[below + low] as number, data[below + high] as number, share)
      const at = y * width + x
      sum[at] = (sum[at] as number) + between(top, bottom, row.share)
    })
  })
}

const between = (a: number, b: number, share: number): number => a + (b - a) * share
