import { describe } from '../core/error.js'
import { rejected } from '../core/make.js'
import type { Reward } from '../core/reward.js'

/** An option, the domain it must lie in, and whether it does. */
export interface OptionCheck {
  readonly option: string
  readonly value: unknown
  readonly expected: string
  readonly holds: boolean
}

export const positiveInteger = (option: string, value: number): OptionCheck => ({
  option,
  value,
  expected: 'a positive integer',
  holds: Number.isSafeInteger(value) && value > 0,
})

export const finite = (option: string, value: number): OptionCheck => ({
  option,
  value,
  expected: 'a finite number',
  holds: Number.isFinite(value),
})

/** A reward built from the first option that is out of its domain; undefined where all are in. */
export const rejectedOption = (reward: string, checks: ReadonlyArray<OptionCheck>): Reward<unknown> | undefined => {
  const odd = checks.find((check) => !check.holds)
  if (odd === undefined) return undefined
  const { option, expected, value } = odd
  return rejected(reward, { _tag: 'InvalidOption', reward, option, expected, received: describe(value) })
}
