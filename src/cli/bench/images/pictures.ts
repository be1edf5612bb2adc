import { distort, formulaImage } from '../../../formula/image.js'
import type { Image } from '../../../image/image.js'

/** The size at which ULM-R1 compares images. In pixels. */
export const COMPARED_SIDE = 224

/** Images of a group: what a trainer samples for one prompt. */
export const GROUP = 8

/** Pixels are alike in the one picture and grainy in the other, as in drawings and photographs. */
export const pictures = (count: number, side: number): ReadonlyArray<Image<'uint8'>> =>
  Array.from({ length: count }, (_, i) => {
    const picture = formulaImage(i % 4 < 2 ? 'clouds' : 'discs', side, side, `bench-${i}`)
    return i % 2 === 0 ? picture : distort(picture, 'noise', `bench-${i}`)
  })

/** Two images of {@link COMPARED_SIDE} pixels a side. */
// No interface: samples of any reward are records.
export type PicturePair = { readonly image: Image<'uint8'>; readonly reference: Image<'uint8'> }

/** The k-th real image of a workload. */
const reference = (k: number): Image<'uint8'> =>
  formulaImage(k % 2 === 0 ? 'clouds' : 'discs', COMPARED_SIDE, COMPARED_SIDE, `bench-${k}`)

/** Samples whose images all differ. */
export const distinctPairs = (count: number): ReadonlyArray<PicturePair> =>
  Array.from({ length: count }, (_, k) => {
    const real = reference(k)
    return { image: distort(real, 'noise', `bench-${k}`), reference: real }
  })

/** Groups of {@link GROUP} images each of which is compared with the group's one reference. */
export const imageGroups = (count: number): ReadonlyArray<PicturePair> =>
  Array.from({ length: count }, (_, k) => {
    const real = reference(k)
    return Array.from({ length: GROUP }, (_, row) => ({
      image: distort(real, 'noise', `bench-${k}-${row}`),
      reference: real,
    }))
  }).flat()
