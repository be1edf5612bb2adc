import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import { bestMatches } from './best-matches.js'

/** The tokens of a text: a vector and a weight each. */
export interface WeightedTokens {
  /** [n, d], row-major; rows of any length. n may be 0. */
  readonly vectors: Float32Array
  /** n of them, none negative. A token of weight 0 is only there for others to match. */
  readonly weights: ArrayLike<number>
}

/** How much of a candidate is in a reference, how much of the reference is in the candidate, and both in one number. */
export interface BertScore {
  readonly precision: number
  readonly recall: number
  readonly f: number
}

const NOTHING: BertScore = { precision: 0, recall: 0, f: 0 }

/**
 * BERTScore of two texts: each token with the token of the other text that is most like it, by the cosine of their vectors.
 *
 * P = sum_i w_i max_j cos(c_i, r_j) / sum_i w_i, R the same with the roles exchanged, F = 2 P R / (P + R).
 *
 * @param candidate - The text to judge.
 * @param reference - What it is held against; vectors of the same d.
 * @param floor - Cosines count as at least this. Default: as they are.
 * @returns Left `InvalidInput` where sizes do not fit, `NonFinite` for NaN among the vectors, or where P = -R leaves F without a value; else the
 *   scores, 1 for a text and itself. P and R are in [-1, 1], and so is F where their signs agree. A text without a token of weight: all 0.
 * @remarks In double precision. Zhang et al. 2020 (arXiv 1904.09675), Eq. 1 to 4. A row of zeros has the cosine 0. Cost n m d.
 * @example
 * ```ts @import.meta.vitest
 * const tokens = (...vectors: ReadonlyArray<number>) => ({ vectors: Float32Array.from(vectors), weights: [1, 1] })
 * // The second token of the candidate is like none of the reference.
 * expect(bertScore(tokens(1, 0, 0, 1), tokens(2, 0, 3, 0))).toEqual({ _tag: 'Right', right: { precision: 0.5, recall: 1, f: 2 / 3 } })
 * ```
 * @category pure
 * @since 0.4.0
 */
export const bertScore = (
  candidate: WeightedTokens,
  reference: WeightedTokens,
  floor = -Infinity,
): E.Either<RewardError, BertScore> => {
  const [size, otherSize] = [sizeOf(candidate), sizeOf(reference)]
  if (size === 0 || otherSize === 0) return E.right(NOTHING)
  if (!Number.isSafeInteger(size)) return misfit('candidate', candidate)
  if (size !== otherSize) return misfit('reference', reference)
  const matches = bestMatches(candidate.vectors, reference.vectors, size, floor)
  const precision = weightedMean(matches.candidate, candidate.weights)
  const recall = weightedMean(matches.reference, reference.weights)
  if (precision === undefined || recall === undefined) return E.right(NOTHING)
  const f = precision === 0 && recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  const odd = [precision, recall, f].find((value) => !Number.isFinite(value))
  return odd === undefined
    ? E.right({ precision, recall, f })
    : E.left({ _tag: 'NonFinite', reward: 'bert-score', value: odd })
}

/** Numbers of a token; 0 where there is none. */
const sizeOf = ({ vectors, weights }: WeightedTokens): number =>
  weights.length === 0 ? vectors.length : vectors.length / weights.length

/** Nothing where no token has a weight. */
const weightedMean = (values: Float64Array, weights: ArrayLike<number>): number | undefined => {
  let [sum, total] = [0, 0]
  for (const [i, value] of values.entries()) {
    const weight = weights[i] as number
    // What is not asked about does not matter.
    if (weight === 0) continue
    sum += weight * value
    total += weight
  }
  return total === 0 ? undefined : sum / total
}

const misfit = (field: string, { vectors, weights }: WeightedTokens): E.Either<RewardError, never> =>
  E.left({
    _tag: 'InvalidInput',
    reward: 'bert-score',
    field,
    expected: 'as many numbers for each token as the other text has',
    received: `${vectors.length} for ${weights.length} tokens`,
  })
