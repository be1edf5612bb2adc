import * as E from 'fp-ts/lib/Either.js'
import { aborted } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import type { DistinctImages } from '../image/distinct-images.js'
import type { Image } from '../image/image.js'
import { stopsAll } from '../image/image-pair.js'
import { type Answer, askModel } from './ask-model.js'
import type { ClipModel } from './model.js'

/** Pixels held at once, decoded, in bytes. */
const WINDOW_BYTES = 2 ** 28

/** Images that are read before the memory they take is looked at. */
const IMAGES_AT_ONCE = 4

/**
 * The embeddings of images, by their numbers; or why one has none. As many images are read as may be held in memory, and embedded in one
 * call, then the next ones.
 *
 * @param numbers - Each once.
 * @returns `Left` where no other image could be read either, or the model is.
 */
export const embedImages = async (
  model: ClipModel,
  images: DistinctImages,
  numbers: ReadonlyArray<number>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, ReadonlyMap<number, Answer>>> => {
  const answers = new Map<number, Answer>()
  for (let from = 0; from < numbers.length;) {
    let to = from
    do {
      const next = Math.min(numbers.length, to + IMAGES_AT_ONCE)
      await images.load(numbers.slice(to, next), signal)
      to = next
    } while (to < numbers.length && images.bytes < WINDOW_BYTES && signal?.aborted !== true)
    if (signal?.aborted === true) return E.left(aborted(signal))
    const obstacle = images.failures().find(stopsAll)
    if (obstacle !== undefined) return E.left(obstacle)
    const embedded = await embedWindow(model, images, numbers.slice(from, to), signal)
    if (E.isLeft(embedded)) return embedded
    for (const [number, answer] of embedded.right) answers.set(number, answer)
    images.retain(() => false)
    from = to
  }
  return E.right(answers)
}

/** Embeddings of images in memory, those with the same pixels in common. */
const embedWindow = async (
  model: ClipModel,
  images: DistinctImages,
  window: ReadonlyArray<number>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, ReadonlyArray<readonly [number, Answer]>>> => {
  const pixels = new Map<number, Image>()
  for (const number of window) {
    const image = images.get(number)
    if (E.isRight(image)) pixels.set(images.pixelsOf(number), image.right)
  }
  const embedded = await askModel(() => model.embedImages([...pixels.values()], { signal }), pixels.size)()
  return E.map((answers: ReadonlyArray<Answer>) => {
    const byPixels = new Map([...pixels.keys()].map((number, i) => [number, answers[i] as Answer]))
    return window.map((number) => {
      const image = images.get(number)
      return [number, E.isLeft(image) ? image : (byPixels.get(images.pixelsOf(number)) as Answer)] as const
    })
  })(embedded)
}
