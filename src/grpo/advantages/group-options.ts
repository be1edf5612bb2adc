import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { Argument } from '../masks/matrix.js'
import { wrongInput, wrongOption } from '../masks/wrong.js'
import { consecutiveGroups, type Groups } from './groups.js'
import { type Rewards, type RewardTable, readRewards } from './reward-table.js'
import { readWeights, weightedTotal } from './weighted-total.js'

/**
 * How rewards are grouped, weighed and named.
 *
 * @category model
 * @since 0.5.0
 */
export interface GroupOptions {
  /** G, completions a prompt: an integer, at least 2; 1 only in mode `'eval'`. The number of rows is a multiple of it. */
  readonly numGenerations: number
  /** w, one finite number a reward function. Default (or null): all 1. */
  readonly rewardWeights?: ReadonlyArray<number> | null
  /** What metrics call the functions, each name once. Default: `r0`, `r1`, ... */
  readonly rewardNames?: ReadonlyArray<string>
  /** `'train'` (default) or `'eval'`: only there may a group be of one. */
  readonly mode?: 'train' | 'eval'
}

/** The names of {@link GroupOptions}. */
export const GROUP_OPTIONS: ReadonlyArray<string> = ['numGenerations', 'rewardWeights', 'rewardNames', 'mode']

/** Rewards that were found to be in order. */
export interface GroupedRewards extends RewardTable {
  readonly numGenerations: number
  readonly groups: Groups
  readonly weights: ReadonlyArray<number>
  readonly names: ReadonlyArray<string>
  /** r, the weighted sum of each row; NaN where nothing was scored. */
  readonly totals: Float64Array
}

/** Rewards and what is said of their groups, held against each other. */
export const readGroups = (
  owner: string,
  rewards: Rewards,
  options: GroupOptions,
): E.Either<RewardError, GroupedRewards> => {
  const { numGenerations, mode = 'train' } = options
  if (mode !== 'train' && mode !== 'eval') return E.left(wrongOption(owner, 'mode', "'train' or 'eval'", mode))
  const argument = { owner, name: 'rewards' }
  const table = readRewards(argument, rewards)
  if (E.isLeft(table)) return table
  const { rows, columns } = table.right
  const least = mode === 'eval' ? { size: 1 } : { size: 2, hint: " (1 in the mode 'eval' alone)" }
  const groups = groupsOf(argument, rows, numGenerations, least)
  if (E.isLeft(groups)) return groups
  const weights = readWeights({ owner, name: 'rewardWeights' }, options.rewardWeights, columns.length)
  if (E.isLeft(weights)) return weights
  const names = readNames(owner, options.rewardNames, columns.length)
  if (E.isLeft(names)) return names
  const totals = weightedTotal(argument, columns, weights.right, NaN)
  if (E.isLeft(totals)) return totals
  return E.right({
    rows,
    columns,
    numGenerations,
    groups: groups.right,
    weights: weights.right,
    names: names.right,
    totals: totals.right,
  })
}

/** Groups of the size asked for, of which there is a whole number. */
export const groupsOf = (
  { owner, name }: Argument,
  rows: number,
  numGenerations: number,
  { size, hint = '' }: { readonly size: number; readonly hint?: string },
): E.Either<RewardError, Groups> => {
  if (!Number.isSafeInteger(numGenerations) || numGenerations < size)
    return E.left(wrongOption(owner, 'numGenerations', `an integer of at least ${size}${hint}`, numGenerations))
  return rows % numGenerations === 0
    ? E.right(consecutiveGroups(rows, numGenerations))
    : E.left(wrongInput(owner, name, `a multiple of ${numGenerations} completions (\`numGenerations\`)`, String(rows)))
}

const readNames = (owner: string, names: unknown, functions: number): E.Either<RewardError, ReadonlyArray<string>> => {
  if (names === undefined) return E.right(Array.from({ length: functions }, (_, k) => `r${k}`))
  const isRight =
    Array.isArray(names) &&
    names.length === functions &&
    names.every((name) => typeof name === 'string') &&
    new Set(names).size === functions
  return isRight
    ? E.right(names)
    : E.left(wrongOption(owner, 'rewardNames', `${functions} names, all different, one a reward function`, names))
}
