import * as E from 'fp-ts/lib/Either.js'
import { aborted } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import type { DistinctImages } from '../image/distinct-images.js'
import type { Image } from '../image/image.js'
import { stopsAll } from '../image/image-pair.js'
import { askCaptioner, type Caption } from './ask-captioner.js'
import type { Captioner } from './captioner.js'

/** Pixels held at once, decoded, in bytes. */
const WINDOW_BYTES = 2 ** 28

/** Images that are read before the memory they take is looked at. */
const IMAGES_AT_ONCE = 4

/**
 * The captions of images, by their numbers; or why one has none. As many images are read as may be held in memory, and captioned in one call,
 * then the next ones.
 *
 * @param numbers - Each once.
 * @returns `Left` where no other image could be read either, or the captioner is.
 */
export const captionImages = async (
  captioner: Captioner,
  images: DistinctImages,
  numbers: ReadonlyArray<number>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, ReadonlyMap<number, Caption>>> => {
  const captions = new Map<number, Caption>()
  for (let from = 0; from < numbers.length;) {
    const window = await load(images, numbers, from, signal)
    if (signal?.aborted === true) return E.left(aborted(signal))
    const obstacle = images.failures().find(stopsAll)
    if (obstacle !== undefined) return E.left(obstacle)
    const written = await captionWindow(captioner, images, window, signal)
    if (E.isLeft(written)) return written
    for (const [number, caption] of written.right) captions.set(number, caption)
    images.retain(() => false)
    from += window.length
  }
  return E.right(captions)
}

/** Loads images from here on, as many as may be held; answers which. */
const load = async (
  images: DistinctImages,
  numbers: ReadonlyArray<number>,
  from: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyArray<number>> => {
  let to = from
  do {
    const next = Math.min(numbers.length, to + IMAGES_AT_ONCE)
    await images.load(numbers.slice(to, next), signal)
    to = next
  } while (to < numbers.length && images.bytes < WINDOW_BYTES && signal?.aborted !== true)
  return numbers.slice(from, to)
}

/** Captions of images in memory, those with the same pixels in common. */
const captionWindow = async (
  captioner: Captioner,
  images: DistinctImages,
  window: ReadonlyArray<number>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, ReadonlyMap<number, Caption>>> => {
  const pixels = new Map<number, Image>()
  for (const number of window) {
    const image = images.get(number)
    if (E.isRight(image)) pixels.set(images.pixelsOf(number), image.right)
  }
  const written = await askCaptioner(captioner, [...pixels.values()], signal)
  return E.map((answers: ReadonlyArray<Caption>) => {
    const byPixels = new Map([...pixels.keys()].map((number, i) => [number, answers[i] as Caption]))
    return new Map(
      window.map((number) => {
        const image = images.get(number)
        return [number, E.isLeft(image) ? image : (byPixels.get(images.pixelsOf(number)) as Caption)]
      }),
    )
  })(written)
}
