import * as E from 'fp-ts/lib/Either.js'
import { aborted } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import type { DistinctImages } from './distinct-images.js'
import { stopsAll } from './image-pair.js'
import type { Image } from './image.js'

/** Pixels held at once, decoded, in bytes. */
const WINDOW_BYTES = 2 ** 28

/** Images that are read before the memory they take is looked at. */
const IMAGES_AT_ONCE = 4

/** What is said of an image, or why nothing is. */
type Answer<A> = E.Either<RewardError, A>

/** Asks about images in memory, all of them in one call; as many answers, in order. */
export type AskAll<A> = (images: ReadonlyArray<Image>) => Promise<E.Either<RewardError, ReadonlyArray<Answer<A>>>>

/**
 * What is said of images, by their numbers; or why of one nothing is. As many images are read as may be held in memory, and asked about in one
 * call, those with the same pixels once; then the next ones.
 *
 * @param numbers - Each once.
 * @returns `Left` where no other image could be read either, or no answer is to be had at all.
 */
export const answersByImage = async <A>(
  images: DistinctImages,
  numbers: ReadonlyArray<number>,
  ask: AskAll<A>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, ReadonlyMap<number, Answer<A>>>> => {
  const answers = new Map<number, Answer<A>>()
  for (let from = 0; from < numbers.length;) {
    const window = await load(images, numbers, from, signal)
    if (signal?.aborted === true) return E.left(aborted(signal))
    const obstacle = images.failures().find(stopsAll)
    if (obstacle !== undefined) return E.left(obstacle)
    const answered = await answerWindow(images, window, ask)
    if (E.isLeft(answered)) return answered
    for (const [number, answer] of answered.right) answers.set(number, answer)
    images.retain(() => false)
    from += window.length
  }
  return E.right(answers)
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

const answerWindow = async <A>(
  images: DistinctImages,
  window: ReadonlyArray<number>,
  ask: AskAll<A>,
): Promise<E.Either<RewardError, ReadonlyArray<readonly [number, Answer<A>]>>> => {
  const pixels = new Map<number, Image>()
  for (const number of window) {
    const image = images.get(number)
    if (E.isRight(image)) pixels.set(images.pixelsOf(number), image.right)
  }
  return E.map((answers: ReadonlyArray<Answer<A>>) => {
    const byPixels = new Map([...pixels.keys()].map((number, i) => [number, answers[i] as Answer<A>]))
    return window.map((number) => {
      const image = images.get(number)
      return [number, E.isLeft(image) ? image : (byPixels.get(images.pixelsOf(number)) as Answer<A>)] as const
    })
  })(await ask([...pixels.values()]))
}
