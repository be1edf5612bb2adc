import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError, unexpected } from '../core/error.js'

/** Two images to compare, as the sample holds them, and the place of the sample in its batch. */
export interface Pair {
  readonly place: number
  readonly image: unknown
  readonly reference: unknown
}

/** What a sample holds, or what it lacks. */
export const pairOf = (reward: string, sample: unknown, place: number): E.Either<RewardError, Pair> => {
  if (typeof sample !== 'object' || sample === null) {
    const received = describe(sample)
    return E.left({ _tag: 'InvalidInput', reward, field: 'sample', expected: 'an object', received })
  }
  try {
    const { image, reference } = sample as { readonly image?: unknown; readonly reference?: unknown }
    const missing = isAbsent(image) ? 'image' : isAbsent(reference) ? 'reference' : undefined
    if (missing !== undefined) return E.left({ _tag: 'MissingField', reward, field: missing })
    return E.right({ place, image, reference })
  } catch (cause) {
    return E.left(unexpected(reward, cause))
  }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null

/** The pairs with those of one reference together, in the order in which references first come. */
export const byReference = (pairs: ReadonlyArray<Pair>): ReadonlyArray<Pair> => {
  const groups = new Map<unknown, Array<Pair>>()
  for (const pair of pairs) {
    const group = groups.get(pair.reference)
    if (group === undefined) groups.set(pair.reference, [pair])
    else group.push(pair)
  }
  return [...groups.values()].flat()
}
