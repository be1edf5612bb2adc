import * as E from 'fp-ts/lib/Either.js'
import { describe } from '../../core/error.js'
import { type Fault, fault } from './answer-fault.js'

/** What a service wrote about an image; or, in words, what it did instead. */
export type Written = E.Either<string, string>

/**
 * The caption in an answer of chat completions: the text of the first choice, white space at its ends left out.
 *
 * @returns Left for an answer that is none of chat completions. Right Left where one is, without a caption: refused, filtered, cut off, nothing written.
 */
export const readCaption = (answer: unknown): E.Either<Fault, Written> => {
  const choices = memberOf(answer, 'choices')
  if (!Array.isArray(choices)) return fault('choices', 'an array', choices)
  if (choices.length === 0) return E.right(E.left('no choice'))
  const choice: unknown = choices[0]
  const message = memberOf(choice, 'message')
  if (typeof message !== 'object' || message === null) return fault('choices[0].message', 'an object', message)
  const refusal = memberOf(message, 'refusal')
  if (typeof refusal === 'string' && refusal !== '') return E.right(refused(refusal))
  const reason = memberOf(choice, 'finish_reason')
  if (reason === 'content_filter') return E.right(E.left('nothing, for the content filter held it back'))
  if (reason === 'length') return E.right(E.left('one that was cut off at the most tokens allowed'))
  return E.map((written: Written) => E.chain(notEmpty)(written))(readContent(memberOf(message, 'content')))
}

const readContent = (content: unknown): E.Either<Fault, Written> => {
  if (content === null || content === undefined) return E.right(E.right(''))
  if (typeof content === 'string') return E.right(E.right(content))
  const path = 'choices[0].message.content'
  if (!Array.isArray(content)) return fault(path, 'a string or an array of parts', content)
  const texts: Array<string> = []
  for (const [i, part] of (content as ReadonlyArray<unknown>).entries()) {
    const type = memberOf(part, 'type')
    if (typeof type !== 'string') return fault(`${path}[${i}].type`, 'a string', type)
    const value = memberOf(part, type)
    if (type === 'refusal') return E.right(refused(value))
    // What else there may be (thoughts, sound) is no caption.
    if (type !== 'text') continue
    if (typeof value !== 'string') return fault(`${path}[${i}].text`, 'a string', value)
    texts.push(value)
  }
  return E.right(E.right(texts.join('')))
}

const refused = (words: unknown): Written => E.left(`a refusal: ${describe(words)}`)

const notEmpty = (text: string): Written => (text.trim() === '' ? E.left('nothing written') : E.right(text.trim()))

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
