import type { WeightedTokens } from './bert-score.js'
import type { TokenWeight } from './idf.js'
import type { TokenVectors } from './model.js'
import type { BertScoreVariant } from './options.js'

/** From the tokens of a text to what takes part in a comparison, and how much. */
export type WeighTokens = (text: TokenVectors) => WeightedTokens

/**
 * How a variant weighs tokens.
 *
 * @param weight - Of a token, by its number.
 */
export const weighTokens = (variant: BertScoreVariant, weight: TokenWeight): WeighTokens =>
  variant === 'released'
    ? ({ ids, vectors }) => {
        const size = vectors.length / ids.length
        return {
          vectors: vectors.subarray(size, Math.max(size, vectors.length - size)),
          weights: ids.slice(1, -1).map(weight),
        }
      }
    : ({ ids, vectors }) => ({ vectors, weights: ids.map(weight) })

/** Without documents all tokens weigh the same, but those that stand around every text. */
export const plainWeights = (specialIds: ReadonlyArray<number>): TokenWeight => {
  const special = new Set(specialIds)
  return (id) => (special.has(id) ? 0 : 1)
}
