import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { ScoreContext } from '../core/reward.js'
import { mapInTurns } from '../core/turn.js'
import type { SpiceRewardOptions } from './options.js'
import type { SceneGraph } from './scene-graph/scene-graph.js'
import { shippedMatcher } from './shipped-data.js'
import { checkedSoftScoreBy, type SoftScores } from './soft/soft-score.js'
import { softScores } from './soft/soft-scores.js'
import type { PureMatcher, TupleMatcher } from './soft/tuple-matcher.js'
import { type SpiceScore, spiceScore, type SpiceVariant } from './spice-score.js'

/** The graphs of a candidate and of its references. */
export type GraphPair = readonly [candidate: SceneGraph, reference: SceneGraph]

/** Scores pairs of graphs, in order. */
export type Judge = (
  pairs: ReadonlyArray<GraphPair>,
  context: ScoreContext,
) => TE.TaskEither<RewardError, ReadonlyArray<SpiceScore>>

/** By a synonym in common, by WordNet's paths, or by what a matcher says. */
export const judgeOf = (match: NonNullable<SpiceRewardOptions['match']>, variant: SpiceVariant): Judge => {
  if (match === 'exact') return exactly(variant)
  if (match === 'soft')
    return (pairs, context) =>
      pipe(
        TE.fromEither(shippedMatcher()),
        TE.chain((matcher) => atOnce(matcher, variant)(pairs, context)),
      )
  return typeof match === 'function' ? atOnce(match, variant) : asked(match, variant)
}

const exactly =
  (variant: SpiceVariant): Judge =>
  (pairs, context) =>
    mapInTurns(pairs, ([candidate, reference]) => spiceScore(candidate, reference, variant), context)

const atOnce =
  (matcher: PureMatcher, variant: SpiceVariant): Judge =>
  (pairs, context) => {
    const soft = checkedSoftScoreBy(matcher)
    return pipe(
      mapInTurns(
        pairs,
        ([candidate, reference]) =>
          E.map((scores: SoftScores) => spiceScore(candidate, reference, variant, scores))(soft(candidate, reference)),
        context,
      ),
      TE.chainEitherK(E.sequenceArray),
    )
  }

const asked =
  (matcher: TupleMatcher, variant: SpiceVariant): Judge =>
  (pairs, { signal }) =>
    pipe(
      softScores(matcher, pairs, signal),
      TE.map((soft) => pairs.map(([candidate, reference], i) => spiceScore(candidate, reference, variant, soft[i]))),
    )
