import { SIGNED_OF_BYTE } from '../../image/convert.js'
import type { Image } from '../../image/image.js'
import type { Tensor } from './session.js'

/**
 * Images of one size as a tensor [n, 3, height, width] in [-1, 1].
 *
 * @param images - At least one; of any range, each converted from what it is.
 */
export const imageTensor = (images: ReadonlyArray<Image>): Tensor => {
  const { width, height } = images[0] as Image
  const plane = width * height
  const data = new Float32Array(3 * plane * images.length)
  images.forEach((image, i) => {
    write(image, data.subarray(3 * plane * i), plane)
  })
  return { shape: [images.length, 3, height, width], data }
}

const write = (image: Image, out: Float32Array, plane: number): void => {
  const { data, range } = image
  const [green, blue] = [plane, 2 * plane]
  if (range === 'uint8') {
    for (let i = 0, from = 0; i < plane; i++, from += 3) {
      out[i] = SIGNED_OF_BYTE[data[from] as number] as number
      out[green + i] = SIGNED_OF_BYTE[data[from + 1] as number] as number
      out[blue + i] = SIGNED_OF_BYTE[data[from + 2] as number] as number
    }
    return
  }
  // 2x - 1 of a float32 has one rounding more in float32 than here, unless it is rounded after the product: a product by two is exact.
  const [factor, shift] = range === 'unit' ? [2, 1] : [1, 0]
  for (let i = 0, from = 0; i < plane; i++, from += 3) {
    out[i] = (data[from] as number) * factor - shift
    out[green + i] = (data[from + 1] as number) * factor - shift
    out[blue + i] = (data[from + 2] as number) * factor - shift
  }
}
