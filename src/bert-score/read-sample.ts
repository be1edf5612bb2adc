import * as E from 'fp-ts/lib/Either.js'
import { describe, unexpected } from '../core/error.js'
import { failed, type Outcome, skipped } from '../core/outcome.js'

/** What a sample is judged by. */
export interface ReadSample {
  readonly candidate: string
  /** At least one. */
  readonly references: ReadonlyArray<string>
}

/** The texts of a sample, read once; its outcome where there are none to judge. */
export const readSample = (sample: unknown): E.Either<Outcome, ReadSample> => {
  if (typeof sample !== 'object' || sample === null) return E.left(wrong('sample', 'an object', sample))
  try {
    return read(sample as Readonly<Record<string, unknown>>)
  } catch (cause) {
    return E.left(failed(unexpected('bert-score', cause)))
  }
}

const read = ({
  caption = null,
  completion,
  prompt = null,
}: Readonly<Record<string, unknown>>): E.Either<Outcome, ReadSample> => {
  const [field, candidate] = caption === null ? ['completion', completion] : ['caption', caption]
  if (candidate === undefined) return E.left(NO_CANDIDATE)
  // null: the policy wrote nothing.
  if (candidate !== null && typeof candidate !== 'string') return E.left(wrong(field, 'a string or null', candidate))
  if (prompt === null) return E.left(NO_REFERENCE)
  if (typeof prompt === 'string') return E.right({ candidate: candidate ?? '', references: [prompt] })
  if (!Array.isArray(prompt)) return E.left(wrong('prompt', 'a string, an array of strings or null', prompt))
  // Array.from, because a hole is no text either.
  const references = Array.from<unknown>(prompt)
  if (references.length === 0) return E.left(NO_REFERENCE)
  const odd = references.findIndex((reference) => typeof reference !== 'string')
  if (odd >= 0) return E.left(wrong(`prompt[${odd}]`, 'a string', references[odd]))
  return E.right({ candidate: candidate ?? '', references: references as ReadonlyArray<string> })
}

const NO_CANDIDATE = failed({
  _tag: 'MissingField',
  reward: 'bert-score',
  field: 'caption',
  hint: 'the text to judge, in `caption` or in `completion`',
})

const NO_REFERENCE = skipped('missing-field', 'the sample has no reference in `prompt`')

const wrong = (field: string, expected: string, received: unknown): Outcome =>
  failed({ _tag: 'InvalidInput', reward: 'bert-score', field, expected, received: describe(received) })
