import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { MAX_LINE_BYTES } from '../../read-sample.js'
import type { Line, LineProblem } from '../../line-splitter.js'

/** A text, or what Python writes for a number that JSON does not know. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"?|-?\bInfinity\b|\bNaN\b/g

/** The object that a line holds. `NaN`, `Infinity` and `-Infinity`, which Python's json writes bare, are read as these texts. */
export const parseLine = (line: Line, number: number): E.Either<RewardError, Readonly<Record<string, unknown>>> => {
  const wrong = (received: string): E.Either<RewardError, never> =>
    E.left({ _tag: 'InvalidInput', reward: 'input', field: `line ${number}`, expected: 'a JSON object', received })
  if (typeof line !== 'string') return wrong(PROBLEMS[line.problem])
  const value = parse(line)
  if (E.isLeft(value)) return wrong(`text that is no JSON (${value.left})`)
  const { right } = value
  if (typeof right !== 'object' || right === null || Array.isArray(right)) return wrong(describe(right))
  return E.right(right as Readonly<Record<string, unknown>>)
}

const parse = (text: string): E.Either<string, unknown> => {
  const strict = E.tryCatch((): unknown => JSON.parse(text), reason)
  if (E.isRight(strict) || !/\bNaN\b|\bInfinity\b/.test(text)) return strict
  const quoted = text.replace(TEXT_OR_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`))
  return E.orElse(() => strict)(E.tryCatch((): unknown => JSON.parse(quoted), reason))
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : '')

const PROBLEMS: Readonly<Record<LineProblem['problem'], string>> = {
  blank: 'a blank line',
  'too long': `a line of more than ${MAX_LINE_BYTES} bytes`,
  'not UTF-8': 'bytes that are not UTF-8',
}
