import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError, unexpected } from '../core/error.js'
import type { Image } from '../image/image.js'
import type { Captioner } from './captioner.js'

/** A caption, or why there is none. */
export type Caption = E.Either<RewardError, string>

/**
 * Asks a captioner, which may be foreign code: what it throws, or a wrong number of answers, is `Left` of all; what is no caption is `Left` of its
 * own image.
 *
 * @param images - It is not asked about none.
 */
export const askCaptioner = async (
  captioner: Captioner,
  images: ReadonlyArray<Image>,
  signal: AbortSignal | undefined,
): Promise<E.Either<RewardError, ReadonlyArray<Caption>>> => {
  if (images.length === 0) return E.right([])
  try {
    return checkedCaptions(captioner.name, await captioner.caption(images, { signal })(), images.length)
  } catch (cause) {
    return E.left(unexpected(captioner.name, cause))
  }
}

const checkedCaptions = (
  name: string,
  answer: unknown,
  count: number,
): E.Either<RewardError, ReadonlyArray<Caption>> => {
  const { left, right } = sidesOf(answer)
  if (isError(left)) return E.left(left)
  if (!Array.isArray(right) || right.length !== count)
    return E.left(notAs(name, `an array of ${count} for the captions`, right))
  // Array.from, because map leaves the holes of a sparse array as they are.
  return E.right(Array.from<unknown, Caption>(right, (item) => checkedCaption(name, item)))
}

const checkedCaption = (name: string, item: unknown): Caption => {
  const { left, right } = sidesOf(item)
  if (isError(left)) return E.left(left)
  return typeof right === 'string' ? E.right(right) : E.left(notAs(name, 'a caption', right))
}

/** The content of what should be an `Either`, on the side that its tag names. */
const sidesOf = (either: unknown): { readonly left?: unknown; readonly right?: unknown } => {
  if (typeof either !== 'object' || either === null || !('_tag' in either)) return {}
  if (either._tag === 'Left' && 'left' in either) return { left: either.left }
  return either._tag === 'Right' && 'right' in either ? { right: either.right } : {}
}

const isError = (value: unknown): value is RewardError =>
  typeof value === 'object' && value !== null && '_tag' in value && typeof value._tag === 'string'

const notAs = (captioner: string, expected: string, received: unknown): RewardError =>
  unexpected(captioner, `expected ${expected}, got ${describe(received)}`)
