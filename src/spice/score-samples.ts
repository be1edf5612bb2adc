import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../core/error.js'
import { failed, type Outcome } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { mapInTurns } from '../core/turn.js'
import type { GraphPair, Judge } from './judge.js'
import type { Lexicon } from './lexicon/lexicon.js'
import type { MineDistinct } from './mine-distinct.js'
import type { SpiceSample } from './options.js'
import { outcomeOf } from './outcome-of.js'
import { readSample, type SpiceTexts } from './read-sample.js'
import { type SceneGraph, sceneGraph } from './scene-graph/scene-graph.js'
import type { Proposal } from './sentence.js'
import type { SpiceScore } from './spice-score.js'

/** A sample, the graphs of its texts, and their score. */
export interface Judged {
  readonly sample: SpiceSample
  readonly texts: SpiceTexts
  readonly pair: GraphPair
  readonly score: SpiceScore
}

/** Is told what became of a sample: the graphs behind its score, or the outcome that says why there are none. */
export type Watch = (judged: E.Either<Outcome, Judged>) => void

/** How samples are scored. */
export interface SpiceScoring {
  readonly mine: MineDistinct
  readonly lexicon: Lexicon
  readonly judge: Judge
  readonly categories: boolean
  readonly maxLength: number
  readonly watch?: Watch | undefined
}

/** One outcome a sample, in order. */
export const scoreSamples = (
  batch: ReadonlyArray<SpiceSample>,
  { mine, lexicon, judge, categories, maxLength, watch }: SpiceScoring,
  context: ScoreContext,
): TE.TaskEither<RewardError, ReadonlyArray<Outcome>> => {
  const read = batch.map((sample) => guarded(() => readSample(sample, maxLength)))
  return pipe(
    TE.Do,
    TE.bind('mined', () => mine(textsIn(read), context)),
    TE.bind('pairs', ({ mined }) => {
      const pairOf = pairing(mined, lexicon)
      return mapInTurns(read, (texts) => guarded(() => E.map(pairOf)(texts)), context)
    }),
    TE.bind('scores', ({ pairs }) =>
      judge(
        pairs.flatMap((paired) => (E.isRight(paired) ? [paired.right.pair] : [])),
        context,
      ),
    ),
    TE.map(({ pairs, scores }) => {
      let next = 0
      return pairs.map((paired, i) => {
        if (E.isLeft(paired)) {
          watch?.(paired)
          return paired.left
        }
        const score = scores[next++] as SpiceScore
        watch?.(E.right({ sample: batch[i] as SpiceSample, ...paired.right, score }))
        return outcomeOf(score, categories)
      })
    }),
  )
}

/** What throws while a sample is read, or in a lexicon of the user's, fails that sample alone. */
const guarded = <A>(run: () => E.Either<Outcome, A>): E.Either<Outcome, A> =>
  E.flatten(E.tryCatch(run, (cause): Outcome => failed(unexpected('spice', cause))))

function* textsIn(read: ReadonlyArray<E.Either<Outcome, SpiceTexts>>): Generator<string> {
  for (const texts of read) {
    if (E.isLeft(texts)) continue
    yield texts.right.candidate
    yield* texts.right.references
  }
}

/** The graphs of a sample; the same texts have the same graph. */
const pairing = (
  mined: ReadonlyMap<string, ReadonlyArray<Proposal>>,
  lexicon: Lexicon,
): ((texts: SpiceTexts) => Pick<Judged, 'texts' | 'pair'>) => {
  const made = new Map<string, SceneGraph>()
  const graphOf = (texts: ReadonlyArray<string>): SceneGraph => {
    // The first letter keeps one text apart from several.
    const key = texts.length === 1 ? `1${texts[0] as string}` : `n${JSON.stringify(texts)}`
    const known = made.get(key)
    if (known !== undefined) return known
    const graph = sceneGraph(
      texts.map((text) => mined.get(text) as ReadonlyArray<Proposal>),
      lexicon,
    )
    made.set(key, graph)
    return graph
  }
  return (texts) => ({ texts, pair: [graphOf([texts.candidate]), graphOf(texts.references)] })
}
