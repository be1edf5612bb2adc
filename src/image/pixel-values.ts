import type { Image } from './image.js'

/** Three numbers, for red, green and blue. */
export type ByChannel = readonly [red: number, green: number, blue: number]

/** What becomes of a byte x: (rescale x - mean) / std. */
export interface PixelScale {
  /** Usually 1 / 255. */
  readonly rescale: number
  readonly mean: ByChannel
  /** None is 0. */
  readonly std: ByChannel
}

/**
 * The numbers that a network reads: (rescale x - mean) / std for each byte x, by channel.
 *
 * @param images - Of bytes, all of one size.
 * @returns Float32, row-major [n, 3, height, width]: channels apart, in the order R G B. No unit.
 * @remarks Every step is rounded to float32, as the image processors of transformers do it; they differ by one unit in the last place
 *   where they take the mean and the deviation times 255 instead.
 * @example
 * ```ts @import.meta.vitest
 * const image = { range: 'uint8', width: 1, height: 1, data: new Uint8Array([0, 51, 255]) } as const
 * const scale = { rescale: 1 / 255, mean: [0.5, 0.2, 0.5], std: [0.5, 0.5, 0.25] } as const
 * expect(pixelValues([image], scale)).toEqual(new Float32Array([-1, 0, 2]))
 * ```
 * @category pure
 * @since 0.4.0
 */
export const pixelValues = (images: ReadonlyArray<Image<'uint8'>>, scale: PixelScale): Float32Array => {
  const tables = ([0, 1, 2] as const).map((channel) => tableOf(scale.rescale, scale.mean[channel], scale.std[channel]))
  const [first] = images
  const plane = first === undefined ? 0 : first.width * first.height
  const values = new Float32Array(3 * plane * images.length)
  images.forEach(({ data }, i) => {
    // A view for each channel: indexing one array at three distances takes three times as long.
    const planes = tables.map((_, channel) => values.subarray((3 * i + channel) * plane, (3 * i + channel + 1) * plane))
    write(data, planes as Three, tables as Three)
  })
  return values
}

type Three = [Float32Array, Float32Array, Float32Array]

const write = (data: Uint8Array, [red, green, blue]: Three, [ofRed, ofGreen, ofBlue]: Three): void => {
  for (let i = 0, from = 0; i < red.length; i++, from += 3) {
    red[i] = ofRed[data[from] as number] as number
    green[i] = ofGreen[data[from + 1] as number] as number
    blue[i] = ofBlue[data[from + 2] as number] as number
  }
}

const { fround } = Math

const tableOf = (rescale: number, mean: number, std: number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, byte) => fround(fround(byte * rescale) - fround(mean)) / fround(std))
