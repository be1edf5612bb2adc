import * as E from 'fp-ts/lib/Either.js'
import { describe } from '../core/error.js'
import { failed, type Outcome, skipped } from '../core/outcome.js'
import type { SpiceSample } from './options.js'

/** What a sample is judged by. */
export interface SpiceTexts {
  readonly candidate: string
  /** At least one. */
  readonly references: ReadonlyArray<string>
}

/** The texts of a sample; its outcome where there are none to judge. */
export const readSample = (sample: SpiceSample, maxLength: number): E.Either<Outcome, SpiceTexts> => {
  // A caller from JavaScript may hand in anything.
  const received: unknown = sample
  if (typeof received !== 'object' || received === null) return E.left(wrong('sample', 'an object', received))
  const { caption, completion, prompt } = received as { readonly [K in keyof SpiceSample]: unknown }
  const isCaption = caption !== undefined && caption !== null
  const candidate = isCaption ? caption : completion
  if (candidate === undefined) return E.left(NO_CANDIDATE)
  const field = isCaption ? 'caption' : 'completion'
  // null: the policy wrote nothing.
  if (candidate !== null && typeof candidate !== 'string') return E.left(wrong(field, 'a string or null', candidate))
  const text = candidate ?? ''
  if (text.length > maxLength) return E.left(tooLong(field, maxLength, text.length))
  return E.map((references: ReadonlyArray<string>) => ({ candidate: text, references }))(
    readReferences(prompt, maxLength),
  )
}

const NO_CANDIDATE = failed({
  _tag: 'MissingField',
  reward: 'spice',
  field: 'caption',
  hint: 'the text to judge, in `caption` or in `completion`',
})

const NO_REFERENCE = skipped('missing-field', 'the sample has no reference in `prompt`')

const readReferences = (prompt: unknown, maxLength: number): E.Either<Outcome, ReadonlyArray<string>> => {
  if (prompt === undefined || prompt === null) return E.left(NO_REFERENCE)
  if (typeof prompt === 'string')
    return prompt.length > maxLength ? E.left(tooLong('prompt', maxLength, prompt.length)) : E.right([prompt])
  if (!Array.isArray(prompt)) return E.left(wrong('prompt', 'a string, an array of strings or null', prompt))
  // Array.from, because a hole is no text either.
  const references = Array.from<unknown>(prompt)
  if (references.length === 0) return E.left(NO_REFERENCE)
  const odd = references.findIndex((reference) => typeof reference !== 'string')
  if (odd >= 0) return E.left(wrong(`prompt[${odd}]`, 'a string', references[odd]))
  const texts = references as ReadonlyArray<string>
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  return length > maxLength ? E.left(tooLong('prompt', maxLength, length)) : E.right(texts)
}

const wrong = (field: string, expected: string, received: unknown): Outcome =>
  notAs(field, expected, describe(received))

const tooLong = (field: string, maxLength: number, length: number): Outcome =>
  notAs(field, `at most ${maxLength} UTF-16 units`, String(length))

const notAs = (field: string, expected: string, received: string): Outcome =>
  failed({ _tag: 'InvalidInput', reward: 'spice', field, expected, received })
