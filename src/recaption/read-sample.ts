import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError, unexpected } from '../core/error.js'

/** What a sample holds: its caption, or the image to caption. */
export interface ReadSample {
  readonly caption: string | undefined
  readonly image: unknown
  /** What the judge gets beside the caption. */
  readonly rest: Readonly<Record<string, unknown>>
}

/**
 * Reads a sample, once: what it is afterwards is of no matter.
 *
 * @param fields - Those of the judge; all of the sample's own where it declares none.
 */
export const readSample = (sample: unknown, fields: ReadonlyArray<string>): E.Either<RewardError, ReadSample> => {
  if (typeof sample !== 'object' || sample === null) return wrong('sample', 'an object', sample)
  try {
    return read(sample as Readonly<Record<string, unknown>>, fields)
  } catch (cause) {
    return E.left(unexpected('recaption', cause))
  }
}

const read = (
  sample: Readonly<Record<string, unknown>>,
  fields: ReadonlyArray<string>,
): E.Either<RewardError, ReadSample> => {
  const { caption = null, image = null } = sample
  if (caption !== null && typeof caption !== 'string') return wrong('caption', 'a string or null', caption)
  if (caption === null && image === null) return E.left(NOTHING)
  const rest =
    fields.length === 0
      ? { ...sample }
      : Object.fromEntries(fields.filter((field) => field in sample).map((field) => [field, sample[field]]))
  return E.right({ caption: caption ?? undefined, image, rest })
}

const NOTHING: RewardError = {
  _tag: 'MissingField',
  reward: 'recaption',
  field: 'image',
  hint: 'the generated image in `image`, or what is to be seen in it in `caption`',
}

const wrong = (field: string, expected: string, received: unknown): E.Either<RewardError, never> =>
  E.left({ _tag: 'InvalidInput', reward: 'recaption', field, expected, received: describe(received) })
