import type { Best, BestBoth } from '../../../text-image-matching/match-rows.js'
import { type FloatRows, rowsAt } from './float-rows.js'

/** Tokens of a side whose match is worked again, spread evenly over it. */
const CHECKED = 8

/** Most that the mean of their cosines may be off: half of what is promised. */
const MOST_DRIFT = 5e-7

/**
 * Whether float32 was good enough for these tokens, by the cosines of a few matches in float64. Of numbers that differ, rounding errors go
 * either way, and the mean has less of them than a cosine; of rows like (0.7, 0.7, ...) each step of a sum may err in one direction, and the
 * mean has all of it: 1.5e-5 at a width of 2048.
 */
export const isSteady = (best: BestBoth, image: FloatRows, text: FloatRows): boolean =>
  Math.abs(driftOf(best.image, image, text)) <= MOST_DRIFT && Math.abs(driftOf(best.text, text, image)) <= MOST_DRIFT

const driftOf = ({ row, cosine }: Best, own: FloatRows, other: FloatRows): number => {
  const count = Math.min(CHECKED, own.count)
  let drift = 0
  for (let i = 0; i < count; i++) {
    const token = Math.floor((i * own.count) / count)
    drift += (cosine[token] as number) - cosineOf(rowsAt(own, token), rowsAt(other, row[token] as number))
  }
  return drift / count
}

const cosineOf = (a: Float32Array, b: Float32Array): number => {
  let product = 0
  let square = 0
  let other = 0
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number
    const y = b[i] as number
    product += x * y
    square += x * x
    other += y * y
  }
  return product / Math.sqrt(square * other)
}
