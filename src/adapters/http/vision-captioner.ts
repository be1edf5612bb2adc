import * as E from 'fp-ts/lib/Either.js'
import { abortable } from '../../core/abort.js'
import type { RewardError } from '../../core/error.js'
import type { Image } from '../../image/image.js'
import { stopsAll } from '../../image/image-pair.js'
import type { Captioner } from '../../recaption/captioner.js'
import { Gate } from '../image/gate.js'
import { faultyAnswer } from './answer-fault.js'
import { askAll } from './ask-all.js'
import { imageUrl } from './image-url.js'
import { postJson } from './post-json.js'
import { readCaption } from './read-caption.js'
import { type VisionCaptionerOptions, type VisionSettings, visionSettings } from './vision-options.js'

/**
 * A captioner that is a service: any with OpenAI's `POST {baseUrl}/chat/completions` and a model that sees. Each image is a request, sent as a PNG
 * in a data URL; so many are under way at once.
 *
 * @param options - See the fields. Nothing is asked but the URL that is given.
 * @returns `Left InvalidOption`; else the captioner. An image is `Left InvalidInput` by itself where the service refuses it (also by status 400, 413, 415
 *   or 422), filters it, cuts the caption off, or writes nothing. A call is `Left` as a whole where no image would fare better: `Unavailable` (other
 *   statuses, those of a busy service after all tries, or an answer that is none of chat completions), `Timeout`, `Aborted`, `MissingPackage` (sharp).
 * @remarks Never deterministic, whatever temperature and seed: batching and new versions on the other side change the text.
 * @example
 * ```ts @import.meta.vitest
 * expect(visionCaptioner({ baseUrl: 'http://127.0.0.1:8000/v1', model: 'qwen2.5-vl' })).toMatchObject({ right: { name: 'qwen2.5-vl' } })
 * expect(visionCaptioner({ baseUrl: 'ftp://host/', model: 'qwen2.5-vl' })).toMatchObject({ left: { _tag: 'InvalidOption', option: 'baseUrl' } })
 * ```
 * @category constructors
 * @since 0.4.0
 */
export const visionCaptioner = (options: VisionCaptionerOptions): E.Either<RewardError, Captioner> =>
  E.map((settings: VisionSettings): Captioner => {
    const gate = new Gate(settings.concurrency)
    return {
      name: settings.model,
      deterministic: false,
      caption: (images, { signal } = {}) =>
        abortable(() => askAll(images, gate, (image, stop) => captionOne(image, settings, stop), signal), signal),
    }
  })(visionSettings(options))

/** `Left` stops the others. */
type Answer = E.Either<RewardError, E.Either<RewardError, string>>

/** Statuses that are about the request, and so its image: another one may well be answered. */
const OF_THIS_REQUEST = new Set<number | undefined>([400, 413, 415, 422])

const captionOne = async (image: Image, settings: VisionSettings, signal: AbortSignal): Promise<Answer> => {
  const { owner, model, shown, maxImagePx } = settings
  const url = await imageUrl(image, maxImagePx, { reward: owner, field: 'image' })()
  if (E.isLeft(url)) return stopsAll(url.left) ? url : E.right(url)
  const without = (received: string): Answer =>
    E.right(
      E.left({
        _tag: 'InvalidInput',
        reward: owner,
        field: 'image',
        expected: `an image that ${model} captions`,
        received,
      }),
    )
  const answer = await postJson(bodyOf(url.right, settings), settings, signal)()
  if (E.isLeft(answer)) {
    const { error, status } = answer.left
    return OF_THIS_REQUEST.has(status) ? without(`status ${String(status)} from ${shown}`) : E.left(error)
  }
  const read = readCaption(answer.right)
  if (E.isLeft(read)) return E.left(faultyAnswer(settings, read.left))
  return E.isLeft(read.right) ? without(read.right.left) : E.right(read.right)
}

const bodyOf = (url: string, { model, prompt, fields }: VisionSettings): unknown => ({
  ...fields,
  model,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: prompt },
        { type: 'image_url', image_url: { url } },
      ],
    },
  ],
})
