import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import type { SceneGraph } from '../scene-graph/scene-graph.js'
import { softPairs } from './soft-pairs.js'
import { softScore, type SoftScores } from './soft-score.js'
import type { Similarities, TupleMatcher, TuplePair } from './tuple-matcher.js'

/** Kinds of tuples, and so pairs that a matcher is asked about for two graphs. */
const KINDS = 3

/**
 * Soft-SPICE of a batch of candidates, each with its reference, by a matcher that is asked once.
 *
 * @returns `Left` of the matcher, and `Left WrongLength`, `NonFinite` or `OutOfRange` where its answer is not what it should be.
 * @category pure
 * @since 0.3.0
 */
export const softScores = (
  matcher: TupleMatcher,
  graphs: ReadonlyArray<readonly [candidate: SceneGraph, reference: SceneGraph]>,
  signal?: AbortSignal,
): TE.TaskEither<RewardError, ReadonlyArray<SoftScores>> => {
  const pairs = graphs.flatMap(([candidate, reference]) => softPairs(candidate, reference))
  return pipe(
    matcher.similarities(pairs, signal),
    TE.chainEitherK((answers) => checked(pairs, answers)),
    TE.map((answers) =>
      graphs.map(([candidate, reference], i) => {
        const of = (kind: number): Similarities => answers[KINDS * i + kind] as Similarities
        return softScore(candidate, reference, [of(0), of(1), of(2)])
      }),
    ),
  )
}

const REWARD = 'spice'

const checked = (
  pairs: ReadonlyArray<TuplePair>,
  answers: ReadonlyArray<Similarities>,
): E.Either<RewardError, ReadonlyArray<Similarities>> => {
  if (answers.length !== pairs.length) return E.left(wrongLength(pairs.length, answers.length))
  for (const [i, { candidate, reference }] of pairs.entries()) {
    const similarities = answers[i] as Similarities
    const expected = candidate.length * reference.length
    if (similarities.length !== expected) return E.left(wrongLength(expected, similarities.length))
    for (let k = 0; k < expected; k++) {
      const value = similarities[k] as number
      if (!Number.isFinite(value)) return E.left({ _tag: 'NonFinite', reward: REWARD, value })
      if (value < 0 || value > 1) return E.left({ _tag: 'OutOfRange', reward: REWARD, value, min: 0, max: 1 })
    }
  }
  return E.right(answers)
}

const wrongLength = (expected: number, received: number): RewardError => ({
  _tag: 'WrongLength',
  reward: REWARD,
  expected,
  received,
})
