/** The derivative of R_TIM in float64, from its formula and nothing of the library's. */
import type { TokenMatrix } from '../../../src/text-image-matching/index.js'

/** Rows of a gradient, and by how much each could be off for one unit of rounding: what weighs on the row, divided by the row's length. */
export interface RowGradients {
  readonly rows: ReadonlyArray<Float64Array>
  readonly weights: ReadonlyArray<number>
}

/** How much each direction counts. */
export type Halves = readonly [imageToText: number, textToImage: number]

const EPSILON = 1e-12

interface Unit {
  readonly unit: Float64Array
  readonly length: number
  readonly counts: boolean
}

const unitsOf = ({ shape: [count, width], data }: TokenMatrix, mask?: ArrayLike<number>): ReadonlyArray<Unit> =>
  Array.from({ length: count }, (_, i) => {
    const row = Float64Array.from(data.subarray(i * width, (i + 1) * width))
    const length = Math.sqrt(dot(row, row))
    return { unit: row.map((value) => value / Math.max(length, EPSILON)), length, counts: mask?.[i] !== 0 }
  })

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The first of those with the greatest cosine. */
const matchOf = ({ unit }: Unit, others: ReadonlyArray<Unit>): number => {
  let [most, at] = [-Infinity, -1]
  others.forEach((other, k) => {
    const cosine = other.counts ? dot(unit, other.unit) : -Infinity
    if (cosine > most) [most, at] = [cosine, k]
  })
  return at
}

/** d (halves[0] imageToText + halves[1] textToImage) by the tokens of both sides. */
export const timGradient = (
  image: TokenMatrix,
  text: TokenMatrix,
  {
    imageMask,
    textMask,
    halves = [0.5, 0.5],
  }: { imageMask?: ArrayLike<number>; textMask?: ArrayLike<number>; halves?: Halves } = {},
): { readonly image: RowGradients; readonly text: RowGradients } => {
  const [ofImage, ofText] = [unitsOf(image, imageMask), unitsOf(text, textMask)]
  const by = { image: zeros(ofImage, image.shape[1]), text: zeros(ofText, image.shape[1]) }
  const add = (
    own: ReadonlyArray<Unit>,
    others: ReadonlyArray<Unit>,
    ownBy: Sums,
    otherBy: Sums,
    half: number,
  ): void => {
    const weight = half / own.filter(({ counts }) => counts).length
    own.forEach((token, j) => {
      if (!token.counts) return
      const k = matchOf(token, others)
      pull(ownBy, j, others[k]!.unit, weight)
      pull(otherBy, k, token.unit, weight)
    })
  }
  add(ofImage, ofText, by.image, by.text, halves[0])
  add(ofText, ofImage, by.text, by.image, halves[1])
  return { image: throughLength(ofImage, by.image), text: throughLength(ofText, by.text) }
}

interface Sums {
  readonly rows: ReadonlyArray<Float64Array>
  readonly weights: Array<number>
}

const zeros = (units: ReadonlyArray<Unit>, width: number): Sums => ({
  rows: units.map(() => new Float64Array(width)),
  weights: units.map(() => 0),
})

const pull = ({ rows, weights }: Sums, at: number, towards: Float64Array, weight: number): void => {
  const row = rows[at]!
  for (let i = 0; i < row.length; i++) row[i]! += weight * towards[i]!
  weights[at]! += Math.abs(weight)
}

const throughLength = (units: ReadonlyArray<Unit>, { rows, weights }: Sums): RowGradients => ({
  rows: rows.map((row, j) => {
    const { unit, length } = units[j]!
    const along = length > EPSILON ? dot(unit, row) : 0
    return row.map((value, i) => (value - along * unit[i]!) / Math.max(length, EPSILON))
  }),
  weights: weights.map((weight, j) => weight / Math.max(units[j]!.length, EPSILON)),
})
