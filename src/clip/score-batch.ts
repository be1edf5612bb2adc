import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { failed, type Outcome, scored } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { answersByImage } from '../image/answers-by-image.js'
import { DistinctImages } from '../image/distinct-images.js'
import { checkedImage } from '../image/image.js'
import { type Answer, askModel } from './ask-model.js'
import { type ClipScore, clipScore } from './clip-score.js'
import type { ClipModel } from './model.js'
import type { ClipRewardOptions } from './options.js'
import { readSample } from './read-sample.js'

/** Scores a batch: one outcome a sample, in order. Each distinct image and each distinct prompt goes through the network once. */
export const scoreBatch =
  (
    model: ClipModel,
    { read, variant, prefix }: Required<ClipRewardOptions>,
    batch: ReadonlyArray<unknown>,
    { signal }: ScoreContext,
  ): TE.TaskEither<RewardError, ReadonlyArray<Outcome>> =>
  async () => {
    const owner = { reward: 'clip', field: 'image' }
    const images = new DistinctImages('clip', (input) =>
      pipe(
        read(input, owner, { signal }),
        TE.chainEitherK((image) => checkedImage(image, owner)),
      ),
    )
    const samples = batch.map((sample) =>
      E.map(({ image, prompt }: { readonly image: unknown; readonly prompt: string }) => ({
        image: images.numberOf(image),
        prompt,
      }))(readSample(sample)),
    )
    const asked = samples.flatMap((sample) => (E.isRight(sample) ? [sample.right] : []))
    const prompts = [...new Set(asked.map(({ prompt }) => prompt))]
    const texts = prompts.map((prompt) => prefix + prompt)
    const embedded = await askModel(() => model.embedTexts(texts, { signal }), texts.length)()
    if (E.isLeft(embedded)) return embedded
    const textOf = new Map(prompts.map((prompt, i) => [prompt, embedded.right[i] as Answer]))
    const numbers = [...new Set(asked.map(({ image }) => image))]
    const imageOf = await answersByImage(
      images,
      numbers,
      (pixels) => askModel(() => model.embedImages(pixels, { signal }), pixels.length)(),
      signal,
    )
    if (E.isLeft(imageOf)) return imageOf
    return E.right(
      samples.map((sample) => {
        if (E.isLeft(sample)) return sample.left
        const { image, prompt } = sample.right
        // What was asked for has an answer.
        const [seen, written] = [imageOf.right.get(image) as Answer, textOf.get(prompt) as Answer]
        return pipe(
          seen,
          E.chain((pixels) => E.chain((text: Float32Array) => clipScore(pixels, text, variant))(written)),
          E.match(failed, ({ score, cosine }: ClipScore): Outcome => scored(score, { cosine })),
        )
      }),
    )
  }
