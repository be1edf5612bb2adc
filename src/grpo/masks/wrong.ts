import { describe, type RewardError } from '../../core/error.js'

/** The error of an argument that is not what it must be: the function and the argument are named. */
export const wrongInput = (owner: string, field: string, expected: string, received: string): RewardError => ({
  _tag: 'InvalidInput',
  reward: owner,
  field,
  expected,
  received,
})

/** The error of an option out of its domain. */
export const wrongOption = (owner: string, option: string, expected: string, value: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: owner,
  option,
  expected,
  received: describe(value),
})
