import { SIGNED_OF_BYTE, toSigned } from '../../image/convert.js'
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
  // A view for each channel: indexing one array at three distances takes three times as long.
  const [red, green, blue] = [0, 1, 2].map((channel) => out.subarray(channel * plane, (channel + 1) * plane)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  // Bytes are looked up on their way: an image of floats in between would cost as much again.
  if (range === 'uint8') {
    for (let i = 0, from = 0; i < plane; i++, from += 3) {
      red[i] = SIGNED_OF_BYTE[data[from] as number] as number
      green[i] = SIGNED_OF_BYTE[data[from + 1] as number] as number
      blue[i] = SIGNED_OF_BYTE[data[from + 2] as number] as number
    }
    return
  }
  const signed = toSigned(image).data
  for (let i = 0, from = 0; i < plane; i++, from += 3) {
    red[i] = signed[from] as number
    green[i] = signed[from + 1] as number
    blue[i] = signed[from + 2] as number
  }
}
