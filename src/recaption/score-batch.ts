import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../core/error.js'
import { type Detail, failed, type Outcome } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { rescore } from '../core/subset.js'
import { answersByImage } from '../image/answers-by-image.js'
import { DistinctImages } from '../image/distinct-images.js'
import { checkedImage } from '../image/image.js'
import { askCaptioner } from './ask-captioner.js'
import type { Captioner } from './captioner.js'
import type { Judged, RecaptionOptions } from './options.js'
import { FORMULA_NOTE } from './formula-note.js'
import { readSample } from './read-sample.js'

/** A sample that has its caption: as the judge reads it, and what the outcome tells of it. */
interface Captioned {
  readonly sample: Judged
  readonly detail: Detail
}

/** Captions a batch, and has it judged: one outcome a sample, in order. */
export const scoreBatch = async <J extends Judged>(
  { captioner, judge, read }: RecaptionOptions<J>,
  batch: ReadonlyArray<unknown>,
  context: ScoreContext = {},
): Promise<E.Either<RewardError, ReadonlyArray<Outcome>>> => {
  const { signal } = context
  const owner = { reward: 'recaption', field: 'image' }
  const images = new DistinctImages('recaption', (input) =>
    pipe(
      read(input, owner, { signal }),
      TE.chainEitherK((image) => checkedImage(image, owner)),
    ),
  )
  const samples = batch.map((sample) => readSample(sample, judge.meta.fields))
  const numbers = samples.map((sample) =>
    E.isRight(sample) && sample.right.caption === undefined ? images.numberOf(sample.right.image) : undefined,
  )
  const asked = new Set(numbers.flatMap((number) => number ?? []))
  const captions = await answersByImage(images, [...asked], (pixels) => askCaptioner(captioner, pixels, signal), signal)
  if (E.isLeft(captions)) return captions
  const captioned = samples.map((found, row) =>
    pipe(
      found,
      E.chain(({ caption, rest }): E.Either<RewardError, Captioned> => {
        if (caption !== undefined) return E.right({ sample: { ...rest, caption }, detail: { caption } })
        const written = captions.right.get(numbers[row] as number) ?? E.left(UNJUDGED)
        return E.map((text: string) => ({
          sample: { ...rest, caption: text },
          detail: { caption: text, ...originOf(captioner) },
        }))(written)
      }),
    ),
  )
  return pipe(
    rescore(
      judge,
      // Sound for the rows that are asked for.
      captioned.map((row) =>
        E.isRight(row) ? row.right.sample : undefined,
      ) as ReadonlyArray<unknown> as ReadonlyArray<J>,
      captioned.map((row) => failed(E.isLeft(row) ? row.left : UNJUDGED)),
      captioned.flatMap((row, i) => (E.isRight(row) ? [i] : [])),
      context,
    ),
    TE.map((outcomes) => outcomes.map((outcome, i) => withDetail(outcome, captioned[i]))),
  )()
}

/** Stands in a row until the judge has seen it. */
const UNJUDGED = unexpected('recaption', 'not judged')

const originOf = ({ name, weights }: Captioner): Detail => ({
  captioner: name,
  ...(weights === 'formula' ? { weights: FORMULA_NOTE } : {}),
})

const withDetail = (outcome: Outcome, captioned: E.Either<RewardError, Captioned> | undefined): Outcome =>
  outcome._tag === 'Scored' && captioned !== undefined && E.isRight(captioned)
    ? { ...outcome, detail: { ...outcome.detail, ...captioned.right.detail } }
    : outcome
