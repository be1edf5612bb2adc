import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type { Best, BestBoth } from '../../../text-image-matching/match-rows.js'
import type { TensorPair } from '../../../text-image-matching/tensor-matcher.js'
import { keptRows } from '../../../text-image-matching/token-mask.js'
import { deviceMask } from './device-mask.js'
import { type DeviceBest, deviceMatches } from './device-matches.js'
import { type DeviceSide, deviceSide } from './device-side.js'

/** What comes of a pair, to be read with that of others: one vector of float32, and how it is taken apart. */
export interface Packed {
  readonly values: tf.Tensor1D
  /** Nothing for what float64 should look at. */
  readonly unpack: (values: Float32Array) => BestBoth | undefined
}

/** Rows are whole numbers in float32. */
const MOST_ROWS = 2 ** 24

/** Most that cosines may differ in the mean from what the product of matrices said: if they drift there, another row may be the best one. */
const MOST_DRIFT = 5e-7

const OWNER = { reward: 'text-image-matching', field: 'mask' }

/** Compares a pair on the device; nothing where a mask is not one that can be used there. */
export const packMatches = ({ image, text }: TensorPair): Packed | undefined => {
  const [n, m] = [image, text].map(({ tokens }) => tokens.shape.at(-2) ?? 0) as [number, number]
  const [imageMask, textMask] = [deviceMask(image.mask, n, OWNER), deviceMask(text.mask, m, OWNER)]
  if (E.isLeft(imageMask) || E.isLeft(textMask) || Math.max(n, m) > MOST_ROWS) return undefined
  const masks = { image: imageMask.right, text: textMask.right }
  const counts = [masks.image.kept?.length ?? n, masks.text.kept?.length ?? m] as const
  const values = tf.tidy(() => {
    // Sound: of whichever copy of tfjs, which sees to it that it knows the tensors.
    const ofImage = deviceSide(image.tokens as unknown as tf.Tensor, masks.image)
    const ofText = deviceSide(text.tokens as unknown as tf.Tensor, masks.text)
    const best = deviceMatches(ofImage, ofText)
    return tf.concat([...vectorsOf(ofImage, best.image), ...vectorsOf(ofText, best.text)])
  })
  const isFlagged = [masks.image.flags !== undefined, masks.text.flags !== undefined] as const
  return { values, unpack: (numbers) => unpack(numbers, counts, isFlagged) }
}

const vectorsOf = ({ squares, counts }: DeviceSide, { row, found, cosine }: DeviceBest): Array<tf.Tensor1D> =>
  [row, found, cosine, squares, ...(counts === undefined ? [] : [counts])].map((tensor) =>
    tf.cast(tf.reshape(tensor, [-1]), 'float32'),
  )

/** The same on this side of the transfer. */
interface Vectors {
  readonly row: Float32Array
  readonly found: Float32Array
  readonly cosine: Float32Array
  readonly squares: Float32Array
  readonly kept: Int32Array | undefined
}

const unpack = (
  numbers: Float32Array,
  [n, m]: readonly [number, number],
  [imageFlagged, textFlagged]: readonly [boolean, boolean],
): BestBoth | undefined => {
  const ofImage = n * (imageFlagged ? 5 : 4)
  const image = vectorsIn(numbers.subarray(0, ofImage), n, imageFlagged)
  const text = vectorsIn(numbers.subarray(ofImage), m, textFlagged)
  if (image === undefined || text === undefined || !isSound(image) || !isSound(text)) return undefined
  return { image: bestOf(image, text.kept), text: bestOf(text, image.kept) }
}

const vectorsIn = (numbers: Float32Array, count: number, isFlagged: boolean): Vectors | undefined => {
  const part = (at: number): Float32Array => numbers.subarray(at * count, (at + 1) * count)
  const kept = isFlagged ? keptRows(part(4), count, OWNER) : E.right(undefined)
  if (E.isLeft(kept)) return undefined
  return { row: part(0), found: part(1), cosine: part(2), squares: part(3), kept: kept.right }
}

/**
 * Whether float32 was good enough for these tokens. A square that is NaN or infinite is that of a token which is; one that is 0, of a row of zeros, or of
 * whatever a device leaves where it failed.
 */
const isSound = ({ found, cosine, squares, kept }: Vectors): boolean => {
  const tokens = kept ?? cosine.keys()
  let [count, drift] = [0, 0]
  for (const token of tokens) {
    const square = squares[token] as number
    if (!(square > 0 && square < Infinity)) return false
    drift += Math.abs((found[token] as number) - (cosine[token] as number))
    count++
  }
  return drift <= MOST_DRIFT * count
}

/** Counted among the tokens that count. */
const bestOf = ({ row, cosine, kept }: Vectors, others: Int32Array | undefined): Best => {
  const rank = others && new Map(Array.from(others, (token, i) => [token, i]))
  const own = kept ?? Int32Array.from(cosine.keys())
  return {
    row: Int32Array.from(own, (token) => rank?.get(row[token] as number) ?? (row[token] as number)),
    cosine: Float64Array.from(own, (token) => cosine[token] as number),
  }
}
