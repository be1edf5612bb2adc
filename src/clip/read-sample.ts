import * as E from 'fp-ts/lib/Either.js'
import { describe, unexpected } from '../core/error.js'
import { failed, type Outcome, skipped } from '../core/outcome.js'

/** What a sample is judged by. */
export interface ReadSample {
  readonly image: unknown
  readonly prompt: string
}

/** The image and the prompt of a sample, read once; its outcome where there is nothing to judge. */
export const readSample = (sample: unknown): E.Either<Outcome, ReadSample> => {
  if (typeof sample !== 'object' || sample === null) return E.left(wrong('sample', 'an object', sample))
  try {
    const { image = null, prompt = null } = sample as Readonly<Record<string, unknown>>
    if (prompt === null) return E.left(NO_PROMPT)
    if (typeof prompt !== 'string') return E.left(wrong('prompt', 'a string or null', prompt))
    return image === null ? E.left(NO_IMAGE) : E.right({ image, prompt })
  } catch (cause) {
    return E.left(failed(unexpected('clip', cause)))
  }
}

const NO_PROMPT = skipped('missing-field', 'the sample has no text in `prompt`')

const NO_IMAGE = failed({ _tag: 'MissingField', reward: 'clip', field: 'image' })

const wrong = (field: string, expected: string, received: unknown): Outcome =>
  failed({ _tag: 'InvalidInput', reward: 'clip', field, expected, received: describe(received) })
