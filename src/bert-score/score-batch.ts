import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import { failed, type Outcome, scored } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { freshTurn, isTurnSpent } from '../core/turn.js'
import type { BertScore } from './bert-score.js'
import { type Answer, embedTexts } from './embed-texts.js'
import type { Judge } from './judge.js'
import type { BertScoreModel } from './model.js'
import { readSample, type ReadSample } from './read-sample.js'

/** Texts whose tokens are held at once: of 1,024 numbers a token about 25 MB for captions, 540 MB for texts of 512 tokens. */
const TEXTS_AT_ONCE = 256

interface Row extends ReadSample {
  readonly place: number
}

/**
 * Scores a batch: one outcome a sample, in order. Samples with the same references are taken together, so that each distinct text goes through
 * the network once in a batch of up to {@link TEXTS_AT_ONCE} texts, and in a larger one nearly so.
 */
export const scoreBatch =
  (
    model: BertScoreModel,
    judge: Judge,
    batch: ReadonlyArray<unknown>,
    context: ScoreContext,
  ): TaskEither<RewardError, ReadonlyArray<Outcome>> =>
  async () => {
    const { signal, clock } = context
    const samples = batch.map(readSample)
    const outcomes = samples.map((sample) => (E.isLeft(sample) ? sample.left : undefined))
    let known: ReadonlyMap<string, Answer> = new Map()
    for (const { rows, texts } of windowsOf(byReference(samples))) {
      const embedded = await embedTexts(model, texts, known, signal)()
      if (E.isLeft(embedded)) return embedded
      known = embedded.right
      for (const { place, candidate, references } of rows) {
        if (isTurnSpent(clock)) await freshTurn(context)
        if (signal?.aborted === true) return E.left(aborted(signal))
        outcomes[place] = outcomeOf(judge, known, candidate, references)
      }
    }
    // Every sample has its outcome by now.
    return E.right(outcomes as ReadonlyArray<Outcome>)
  }

/** The samples that can be judged, those with the same references one after another, in the order in which references first come. */
const byReference = (samples: ReadonlyArray<E.Either<Outcome, ReadSample>>): ReadonlyArray<Row> => {
  const groups = new Map<string, Array<Row>>()
  for (const [place, sample] of samples.entries()) {
    if (E.isLeft(sample)) continue
    const key = JSON.stringify(sample.right.references)
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push({ ...sample.right, place })
  }
  return [...groups.values()].flat()
}

interface Window {
  readonly rows: ReadonlyArray<Row>
  readonly texts: ReadonlySet<string>
}

/** Cut so that the texts of a window are as many as may be held; a sample is never cut. */
function* windowsOf(rows: ReadonlyArray<Row>): Generator<Window> {
  let window: { rows: Array<Row>; texts: Set<string> } = { rows: [], texts: new Set() }
  for (const row of rows) {
    const texts = [row.candidate, ...row.references]
    const fresh = texts.filter((text) => !window.texts.has(text)).length
    if (window.rows.length > 0 && window.texts.size + fresh > TEXTS_AT_ONCE) {
      yield window
      window = { rows: [], texts: new Set() }
    }
    window.rows.push(row)
    for (const text of texts) window.texts.add(text)
  }
  if (window.rows.length > 0) yield window
}

const outcomeOf = (
  judge: Judge,
  known: ReadonlyMap<string, Answer>,
  candidate: string,
  references: ReadonlyArray<string>,
): Outcome => {
  // What was asked for has an answer.
  const answerTo = (text: string): Answer => known.get(text) as Answer
  return pipe(
    E.Do,
    E.bind('judged', () => answerTo(candidate)),
    E.bind('against', () => pipe(references, E.traverseArray(answerTo))),
    E.chain(({ judged, against }) => judge(judged, against)),
    E.match(failed, ({ precision, recall, f }: BertScore): Outcome => ({
      ...scored(f),
      parts: { precision: scored(precision), recall: scored(recall) },
    })),
  )
}
