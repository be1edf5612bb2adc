import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import type { SceneGraph } from '../scene-graph/scene-graph.js'
import { checkedSimilarities } from './checked-similarities.js'
import { softPairs } from './soft-pairs.js'
import { softScore, type SoftScores } from './soft-score.js'
import type { Similarities, TupleMatcher, TuplePair } from './tuple-matcher.js'

/** Kinds of tuples, and so pairs that a matcher is asked about for two graphs. */
const KINDS = 3

/**
 * Soft-SPICE of a batch of candidates, each with its reference, by a matcher that is asked once.
 *
 * @returns `Left` of the matcher, or of {@link checkedSimilarities} where its answer is not what it should be.
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

const checked = (
  pairs: ReadonlyArray<TuplePair>,
  answers: ReadonlyArray<Similarities>,
): E.Either<RewardError, ReadonlyArray<Similarities>> =>
  answers.length === pairs.length
    ? E.traverseArrayWithIndex((i, pair: TuplePair) => checkedSimilarities(pair, answers[i]))(pairs)
    : E.left({ _tag: 'WrongLength', reward: 'spice', expected: pairs.length, received: answers.length })
