import { distort, type FormulaDistortion, formulaImage, type FormulaKind } from '../../src/formula/image.js'
import type { Image } from '../../src/image/image.js'

/** The image that a golden file names: `KIND WxH` or `KIND WxH DISTORTION`. */
export const imageNamed = (name: string, run: string): Image<'uint8'> => {
  const [, kind, width, height, distortion] = /^(\w+) (\d+)x(\d+)(?: (\w+))?$/.exec(name) ?? []
  if (kind === undefined) throw new Error(`expected the name of a formula image, got ${name}`)
  const image = formulaImage(kind as FormulaKind, Number(width), Number(height), run)
  return distortion === undefined ? image : distort(image, distortion as FormulaDistortion, run)
}
