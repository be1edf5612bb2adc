import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, unexpected } from '../core/error.js'
import type { Image } from '../image/image.js'

/** Reads an image that a field of a sample holds. */
export type Fetch = (input: unknown, field: string) => Promise<E.Either<RewardError, Image>>

/** The images of a batch, each read once, however many samples share it, and let go after its last use. */
export interface Shelf {
  /** The image, read now unless it is there or under way. Never rejects. */
  readonly get: Fetch
  /** Tells that one of the uses counted at the start is over. */
  readonly release: (input: unknown) => void
}

/** Images at hand may together have so many pixels; beyond, those that were asked for longest ago are let go, to be read again. */
const MAX_PIXELS = 1 << 26

/**
 * @param reward - Named in errors.
 * @param inputs - One entry a use.
 */
export const imageShelf = (reward: string, inputs: ReadonlyArray<unknown>, fetch: Fetch): Shelf => {
  const uses = new Map<unknown, number>()
  for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1)
  const results = new Map<unknown, ReturnType<Fetch>>()
  const pixels = new Map<unknown, number>()
  let held = 0
  const drop = (input: unknown): void => {
    held -= pixels.get(input) ?? 0
    pixels.delete(input)
    results.delete(input)
  }
  const begin = async (input: unknown, field: string): ReturnType<Fetch> => {
    const result = await attempt(reward, fetch, input, field)
    if (E.isRight(result)) {
      const count = result.right.width * result.right.height
      pixels.set(input, count)
      held += count
    }
    return result
  }
  const get: Fetch = (input, field) => {
    const result = results.get(input) ?? begin(input, field)
    results.set(input, result)
    const count = pixels.get(input)
    // Taken out and put in again, it is the youngest.
    if (count !== undefined && pixels.delete(input)) pixels.set(input, count)
    return result
  }
  const release = (input: unknown): void => {
    const left = (uses.get(input) ?? 1) - 1
    uses.set(input, left)
    if (left === 0) drop(input)
    for (const oldest of pixels.keys()) {
      if (held <= MAX_PIXELS) return
      drop(oldest)
    }
  }
  return { get, release }
}

/** What reads images is foreign code: what it throws is an error of this image. */
const attempt = async (reward: string, fetch: Fetch, input: unknown, field: string): ReturnType<Fetch> => {
  try {
    return await fetch(input, field)
  } catch (cause) {
    return E.left(unexpected(reward, cause))
  }
}
