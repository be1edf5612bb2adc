import { distort, type FormulaDistortion, formulaImage, type FormulaKind } from '../../formula/image.js'
import type { Image } from '../../image/image.js'
import type { BenchSample } from './samples.js'

/** The image that golden data name: `KIND WxH` or `KIND WxH DISTORTION`. */
const imageNamed = (name: string): Image<'uint8'> => {
  const [, kind, width, height, distortion] = /^(\w+) (\d+)x(\d+)(?: (\w+))?$/.exec(name) ?? []
  if (kind === undefined) throw new Error(`expected the name of a formula image, got ${name}`)
  const image = formulaImage(kind as FormulaKind, Number(width), Number(height))
  return distortion === undefined ? image : distort(image, distortion as FormulaDistortion)
}

/** A sample whose images are named, with the images themselves. */
export const withImages = (sample: BenchSample): BenchSample =>
  Object.fromEntries(Object.entries(sample).map(([field, name]) => [field, imageNamed(String(name))]))
