import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError, unexpected } from '../../core/error.js'
import type { Similarities, TuplePair } from './tuple-matcher.js'

/**
 * What a matcher of the user's answers, held against what it was asked: a number in [0, 1] for each tuple of the candidate with each of the
 * reference. Otherwise `Left WrongLength`, `NonFinite`, `OutOfRange`, or `Unexpected` for what is no list of numbers.
 */
export const checkedSimilarities = (
  { candidate, reference }: TuplePair,
  answer: unknown,
): E.Either<RewardError, Similarities> => {
  if (!isList(answer)) return E.left(unexpected(REWARD, `expected a list of similarities, got ${describe(answer)}`))
  const expected = candidate.length * reference.length
  if (answer.length !== expected)
    return E.left({ _tag: 'WrongLength', reward: REWARD, expected, received: answer.length })
  for (let k = 0; k < expected; k++) {
    const value = answer[k]
    if (typeof value !== 'number') return E.left(unexpected(REWARD, `expected a similarity, got ${describe(value)}`))
    if (!Number.isFinite(value)) return E.left({ _tag: 'NonFinite', reward: REWARD, value })
    if (value < 0 || value > 1) return E.left({ _tag: 'OutOfRange', reward: REWARD, value, min: 0, max: 1 })
  }
  return E.right(answer as Similarities)
}

const REWARD = 'spice'

const isList = (answer: unknown): answer is ArrayLike<unknown> =>
  typeof answer === 'object' && answer !== null && 'length' in answer && typeof answer.length === 'number'
