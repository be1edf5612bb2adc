import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unexpected } from '../core/error.js'
import { makeReward, rejected } from '../core/make.js'
import type { AnyReward, Reward } from '../core/reward.js'
import { SCALES } from './clip-score.js'
import type { ClipModel } from './model.js'
import { type ClipRewardOptions, type ClipSample, modelFault, optionFault, withDefaults } from './options.js'
import { scoreBatch } from './score-batch.js'

/**
 * How well the generated image goes with its prompt, by CLIP: the cosine of the two embeddings.
 *
 * In a batch each distinct image is read once and embedded once (several inputs with the same pixels: once, where they are in memory together),
 * and so is each distinct prompt.
 *
 * @param model - A loaded network; the reward owns it and frees it.
 * @param options - How images are read, what becomes of the cosine, what is put before each prompt.
 * @returns A reward in the range of its variant: [-1, 1], `'clipscore'` [0, 2.5], `'released'` [-2, 2]; the cosine is in the detail. A sample
 *   without `prompt` is skipped. `Failed MissingField` without `image`, `Failed InvalidInput` for one that cannot be read; `Left` where none can be.
 * @remarks Radford et al. 2021 (arXiv 2103.00020); the reward of SimpleAR (arXiv 2504.11455), with which CoRL compares its own.
 * @example
 * ```ts @import.meta.vitest
 * const { right } = await import('fp-ts/lib/Either.js')
 * const { score } = await import('../score.js')
 * const image = { range: 'uint8', width: 1, height: 1, data: new Uint8Array(3) } as const
 * const model = {
 *   name: 'corners',
 *   embedImages: (images: ReadonlyArray<unknown>) => async () => right(images.map(() => right(Float32Array.of(3, 4)))),
 *   embedTexts: (texts: ReadonlyArray<string>) => async () => right(texts.map(() => right(Float32Array.of(0, 1)))),
 * }
 * const reward = clipReward(model, { read: () => async () => right(image), variant: 'released' })
 * expect(await score(reward, [{ image, prompt: 'a dog' }])).toEqual([
 *   { _tag: 'Scored', value: expect.closeTo(1.6, 12), detail: { cosine: expect.closeTo(0.8, 12) } },
 * ])
 * ```
 * @category rewards
 * @since 0.4.0
 */
export const clipReward = (model: ClipModel, options: ClipRewardOptions): Reward<ClipSample> => {
  const owners = ownersIn(model)
  const fault = modelFault(model) ?? optionFault(options)
  if (fault !== undefined) return rejected('clip', fault, owners)
  const filled = withDefaults(options)
  return makeReward<ClipSample>(
    { name: 'clip', range: SCALES[filled.variant].range, fields: ['image', 'prompt'] },
    (batch, context = {}) =>
      pipe(
        TE.tryCatch(scoreBatch(model, filled, batch, context), (cause) => unexpected('clip', cause)),
        TE.chainEitherK((answer) => answer),
      ),
    owners,
  )
}

/** What is disposed of with the reward: of a part no more is asked than how that is done. */
const ownersIn = (model: unknown): ReadonlyArray<AnyReward> =>
  typeof model === 'object' && model !== null ? [model as AnyReward] : []
