import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'

/** What an option may be. */
interface OptionRule {
  readonly expected: string
  readonly holds: (value: unknown) => boolean
}

const numberThat = (expected: string, holds: (value: number) => boolean): OptionRule => ({
  expected,
  holds: (value) => typeof value === 'number' && Number.isFinite(value) && holds(value),
})

export const NUMBER = numberThat('a finite number', () => true)
export const AT_LEAST_ZERO = numberThat('a finite number of at least 0', (value) => value >= 0)
export const POSITIVE = numberThat('a positive finite number', (value) => value > 0)
export const SHARE = numberThat('a number in [0, 1]', (value) => value >= 0 && value <= 1)
export const COUNT = numberThat('a positive integer', (value) => Number.isSafeInteger(value) && value > 0)
export const WHOLE = numberThat('an integer of at least 0', (value) => Number.isSafeInteger(value) && value >= 0)
export const BOOLEAN: OptionRule = { expected: 'true or false', holds: (value) => typeof value === 'boolean' }

export const oneOf = (names: ReadonlyArray<string>): OptionRule => ({
  expected: `one of ${names.join(', ')}`,
  holds: (value) => typeof value === 'string' && names.includes(value),
})

/** The same, or null for nothing. */
export const orNull = ({ expected, holds }: OptionRule): OptionRule => ({
  expected: `${expected}, or null`,
  holds: (value) => value === null || holds(value),
})

/**
 * Options as they were given, each of them checked. An option of another name is an error: a mistyped one would be left at its default.
 *
 * @returns Left `InvalidOption`; else the options that are not `undefined`.
 */
export const readOptions = <O extends object>(
  owner: string,
  rules: { readonly [K in keyof O]-?: OptionRule },
  options: O,
): E.Either<RewardError, O> => {
  const wrong = (option: string, expected: string, received: unknown): E.Either<RewardError, never> =>
    E.left({ _tag: 'InvalidOption', reward: owner, option, expected, received: describe(received) })
  if (typeof options !== 'object' || options === null) return wrong('options', 'an object', options)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    if (!Object.hasOwn(rules, name)) return wrong(name, `an option (${Object.keys(rules).join(', ')})`, value)
    const rule = rules[name as keyof O]
    if (!rule.holds(value)) return wrong(name, rule.expected, value)
  }
  return E.right(Object.fromEntries(given) as O)
}
