import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unexpected } from '../core/error.js'
import { makeReward, rejected } from '../core/make.js'
import type { AnyReward, Reward } from '../core/reward.js'
import { type Judged, optionFault, type RecaptionOptions, type RecaptionSample } from './options.js'
import { scoreBatch } from './score-batch.js'

/**
 * What a captioner says of the generated image, judged against the prompt: the text half of the cycle, prompt to image to caption.
 *
 * A sample's `image` is captioned, unless it brings a `caption`; `judge` gets the sample with the caption in it. In a batch each distinct image is
 * read once and captioned once (several inputs with the same pixels: once, where they are in memory together), and the judge is asked once, so
 * that what it remembers of a batch (the scene graph of a prompt) is worked out once a group.
 *
 * @param options - The captioner, the judge (SPICE in the paper) and the reader of images. The reward owns the first two, and frees them.
 * @returns A reward in the range of the judge, with its value, parts and detail; the detail gains `caption`, and `captioner` where one was asked.
 *   What the judge skips or fails stays so. `Failed MissingField` for a sample without `image` and `caption` (null counts as absent; an empty
 *   caption is judged), `Failed` of the reader for an image that cannot be read, `Failed` of the captioner for one it has no caption for.
 *   `Left` where no image can be read or captioned at all, or the judge is `Left`.
 * @remarks CoRL (arXiv 2505.17534), R_cycle: BLIP captions, SPICE judges. Deterministic where captioner and judge are.
 * @example
 * ```ts @import.meta.vitest
 * const { right } = await import('fp-ts/lib/Either.js')
 * const { fromPointwise } = await import('../core/from-pointwise.js')
 * const { score } = await import('../score.js')
 * const image = { range: 'uint8', width: 1, height: 1, data: new Uint8Array(3) } as const
 * const reward = recaption({
 *   captioner: { name: 'dogs', deterministic: true, caption: (images) => async () => right(images.map(() => right('a dog'))) },
 *   judge: fromPointwise<{ caption: string; prompt: string }>({ name: 'same', range: { min: 0, max: 1 } }, (s) => +(s.caption === s.prompt)),
 *   read: () => async () => right(image),
 * })
 * expect(await score(reward, [{ image, prompt: 'a dog' }, { caption: 'a cat', prompt: 'a dog' }])).toEqual([
 *   { _tag: 'Scored', value: 1, detail: { caption: 'a dog', captioner: 'dogs' } },
 *   { _tag: 'Scored', value: 0, detail: { caption: 'a cat' } },
 * ])
 * ```
 * @category rewards
 * @since 0.4.0
 */
export const recaption = <J extends Judged>(options: RecaptionOptions<J>): Reward<RecaptionSample<J>> => {
  const { captioner, judge } = options
  const fault = optionFault(options)
  if (fault !== undefined) return rejected('recaption', fault, ownersIn([captioner, judge]))
  const { name: _, fields, deterministic, ...meta } = judge.meta
  return makeReward<RecaptionSample<J>>(
    {
      ...meta,
      name: 'recaption',
      deterministic: deterministic && captioner.deterministic,
      // A judge that does not tell its fields may read any.
      fields: fields.length === 0 ? [] : [...new Set(['image', 'caption', ...fields])],
    },
    (batch, context) =>
      pipe(
        TE.tryCatch(
          () => scoreBatch(options, batch, context),
          (cause) => unexpected('recaption', cause),
        ),
        TE.chainEitherK((answer) => answer),
      ),
    ownersIn([captioner, judge]),
  )
}

/** What is disposed of with the reward: of a part no more is asked than how that is done. */
const ownersIn = (things: ReadonlyArray<unknown>): ReadonlyArray<AnyReward> =>
  things.filter((thing) => typeof thing === 'object' && thing !== null) as ReadonlyArray<AnyReward>
