import * as E from 'fp-ts/lib/Either.js'
import { aborted } from '../../../core/abort.js'
import type { RewardError } from '../../../core/error.js'
import { type BestBoth, noneYet } from '../../../text-image-matching/match-rows.js'
import type { Session, Tensor } from '../session.js'
import { isSteady } from './drift.js'
import { type FloatRows, rowsAt } from './float-rows.js'
import { IMAGE, IMAGE_SQUARES, PRODUCTS, TEXT, TEXT_SQUARES } from './matching-graph.js'
import { type Rows, takeIn } from './take-in.js'

/** Numbers of a side in a run at most: they stay in the cache until their lengths are taken. */
const MOST_NUMBERS = 2 ** 21
/** Tokens of a side in a run at most: their products are some MB. */
const MOST_ROWS = 1024
/** Products of two numbers in a run at most: some milliseconds, in which the event loop waits. */
const MOST_PRODUCTS = 2 ** 28

/**
 * Squares of lengths between which float32 loses nothing: neither the product of two rows overflows, nor does the square of a number that
 * matters to its row vanish.
 */
const LEAST_SQUARE = 2 ** -60
const MOST_SQUARE = 2 ** 100

/**
 * The best matches of two sets of one width, as many tokens in a run as one should hold.
 *
 * @returns Right nothing where a row's length is out of bounds, or NaN, and where float32 is not good enough.
 */
export const matchBlocks = async (
  session: Session,
  image: FloatRows,
  text: FloatRows,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, BestBoth | undefined>> => {
  const { width } = image
  const best = { image: noneYet(image.count), text: noneYet(text.count) }
  for (const held of evenParts(text.count, rowsIn(width, MOST_NUMBERS))) {
    for (const part of evenParts(image.count, rowsIn(width, Math.min(MOST_NUMBERS, MOST_PRODUCTS / held.count)))) {
      if (signal?.aborted === true) return E.left(aborted(signal))
      const outputs = await session.run({ [IMAGE]: feedOf(image, part), [TEXT]: feedOf(text, held) })()
      if (E.isLeft(outputs)) return outputs
      const of = (name: string): Float32Array => (outputs.right[name] as Tensor).data
      const [ofImage, ofText] = [inverseLengths(part, of(IMAGE_SQUARES)), inverseLengths(held, of(TEXT_SQUARES))]
      if (ofImage === undefined || ofText === undefined) return E.right(undefined)
      takeIn(best, of(PRODUCTS), ofImage, ofText)
    }
  }
  return E.right(isSteady(best, image, text) ? best : undefined)
}

const rowsIn = (width: number, numbers: number): number => Math.min(MOST_ROWS, Math.max(1, Math.floor(numbers / width)))

interface Part {
  readonly from: number
  readonly count: number
}

/** As few parts of at most so many rows as it takes, none much smaller than another. */
const evenParts = (count: number, most: number): ReadonlyArray<Part> => {
  const parts = Math.ceil(count / most)
  return Array.from({ length: parts }, (_, i) => {
    const from = Math.floor((i * count) / parts)
    return { from, count: Math.floor(((i + 1) * count) / parts) - from }
  })
}

const feedOf = (tokens: FloatRows, { from, count }: Part): Tensor => ({
  shape: [count, tokens.width],
  data: rowsAt(tokens, from, count),
})

/** Nothing where one is out of bounds; NaN is. */
const inverseLengths = ({ from }: Part, squares: Float32Array): Rows | undefined => {
  const inverse = new Float64Array(squares.length)
  for (let i = 0; i < squares.length; i++) {
    const square = squares[i] as number
    if (!(square >= LEAST_SQUARE && square <= MOST_SQUARE)) return undefined
    inverse[i] = 1 / Math.sqrt(square)
  }
  return { from, inverse }
}
