import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import { type Best, type BestBoth, matchRows } from './match-rows.js'
import { runNow } from '../core/steps.js'
import { type TokenMatrix, wrongTokens } from './token-matrix.js'
import { keptRows, type TokenMask } from './token-mask.js'
import { type NonFiniteAt, type TokenRows, tokenRows } from './token-rows.js'
import type { TokenTensor } from './token-tensor.js'
import { type HeldTokens, tokensFrom } from './tokens-from.js'

/**
 * Options of {@link matchTokens} and {@link bestMatches}.
 *
 * @category model
 * @since 0.4.0
 */
export interface MatchOptions {
  /** Which image tokens count: as many numbers 0 or 1, or booleans, as there are rows. Default: all. */
  readonly imageMask?: TokenMask | TokenTensor
  /** Which text tokens count. Default: all. */
  readonly textMask?: TokenMask | TokenTensor
}

/**
 * The best match of each token of one side, tokens left out by the mask left out here, too.
 *
 * @category model
 * @since 0.4.0
 */
export interface DirectionMatches {
  /** The token: its row in the matrix, masked ones counted. */
  readonly token: Int32Array
  /** The row of the other side's matrix with the greatest cosine, the first of them where several have it. */
  readonly match: Int32Array
  /** Their cosine, in [-1, 1]. */
  readonly cosine: Float64Array
}

/**
 * How well two sets of tokens match, and which token matches which.
 *
 * @category model
 * @since 0.4.0
 */
export interface BestMatches {
  /** (imageToText + textToImage) / 2, in [-1, 1]. */
  readonly value: number
  /** The mean over image tokens of their best cosine with a text token, in [-1, 1]. */
  readonly imageToText: number
  /** The mean over text tokens of their best cosine with an image token, in [-1, 1]. */
  readonly textToImage: number
  readonly image: DirectionMatches
  readonly text: DirectionMatches
}

/**
 * What {@link matchTokens} says, with its two halves and the best match of every token: which words found no place in the image.
 *
 * @param image - [n, d], n ≥ 1, in any form that `tokensFrom` takes. Rows need not be normalised.
 * @param text - The same of [m, d], m ≥ 1, the same d.
 * @param options - `imageMask` and `textMask`.
 * @returns Left where {@link matchTokens} is; else Right the value, its halves and the matches.
 * @example
 * ```ts @import.meta.vitest
 * const found = bestMatches([[1, 0], [0, 1]], [[0, 2], [-1, 0]])
 * expect(found).toMatchObject({ right: { imageToText: 0.5, textToImage: 0.5, text: { match: Int32Array.of(1, 1), cosine: Float64Array.of(1, 0) } } })
 * ```
 * @category pure
 * @since 0.4.0
 */
export const bestMatches = (
  image: HeldTokens,
  text: HeldTokens,
  options: MatchOptions = {},
): E.Either<RewardError, BestMatches> => {
  const imageRows = rowsOf(image, options.imageMask, 'image')
  if (E.isLeft(imageRows)) return imageRows
  const textRows = rowsOf(text, options.textMask, 'text')
  if (E.isLeft(textRows)) return textRows
  const differ = widthFault('matchTokens', 'text', imageRows.right.width, textRows.right.width)
  if (differ !== undefined) return E.left(differ)
  const best = runNow(matchRows(imageRows.right, textRows.right))
  return E.right({ ...meansOf(best), ...directionsOf(best, imageRows.right.kept, textRows.right.kept) })
}

const rowsOf = (given: HeldTokens, mask: unknown, field: 'image' | 'text'): E.Either<RewardError, TokenRows> =>
  E.chain((tokens: TokenMatrix) =>
    E.chain((kept: Int32Array | undefined) => runNow(tokenRows({ tokens, kept }, nonFinite)))(
      keptRows(mask, tokens.shape[0], { reward: 'matchTokens', field: `${field}Mask` }),
    ),
  )(tokensFrom(given, { reward: 'matchTokens', field }))

const nonFinite: NonFiniteAt = (value) => ({ _tag: 'NonFinite', reward: 'matchTokens', value })

/** What forbids to compare tokens: other widths. */
export const widthFault = (reward: string, field: string, image: number, text: number): RewardError | undefined =>
  image === text
    ? undefined
    : wrongTokens({ reward, field }, `tokens of width ${image}, as those of the image`, `width ${text}`)

/** The value of some best matches, and its halves. */
export const meansOf = ({ image, text }: BestBoth): Pick<BestMatches, 'value' | 'imageToText' | 'textToImage'> => {
  const [imageToText, textToImage] = [mean(image.cosine), mean(text.cosine)]
  return { value: (imageToText + textToImage) / 2, imageToText, textToImage }
}

/** Best matches in the numbering of the matrices as they came; `ofImage` and `ofText`: their rows that count. */
export const directionsOf = (
  { image, text }: BestBoth,
  ofImage: Int32Array | undefined,
  ofText: Int32Array | undefined,
): Pick<BestMatches, 'image' | 'text'> => ({
  image: directionOf(image, ofImage, ofText),
  text: directionOf(text, ofText, ofImage),
})

const directionOf = (
  { row, cosine }: Best,
  own: Int32Array | undefined,
  other: Int32Array | undefined,
): DirectionMatches => ({
  token: own ?? Int32Array.from(row, (_, i) => i),
  match: other === undefined ? row : row.map((i) => other[i] ?? i),
  cosine,
})

const mean = (cosines: Float64Array): number => {
  let sum = 0
  for (const cosine of cosines) sum += cosine
  return sum / cosines.length
}
