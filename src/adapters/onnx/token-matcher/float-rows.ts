import { type KeptTokens, keptValues } from '../../../text-image-matching/kept-tokens.js'

/** Tokens in float32, all of which count. */
export interface FloatRows {
  readonly data: Float32Array
  readonly count: number
  readonly width: number
}

/** Nothing of tokens in float64: who gave them wants its digits. Nor of memory that threads share, which the runtime does not take. */
export const floatRows = (given: KeptTokens): FloatRows | undefined => {
  const data = keptValues(given)
  if (!(data instanceof Float32Array && data.buffer instanceof ArrayBuffer)) return undefined
  const [, width] = given.tokens.shape
  return { data, count: data.length / width, width }
}

/** A view of some rows. */
export const rowsAt = ({ data, width }: FloatRows, from: number, count = 1): Float32Array =>
  data.subarray(from * width, (from + count) * width)
