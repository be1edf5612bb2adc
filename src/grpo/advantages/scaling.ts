import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { type Spread, spreadOf } from './reward-metrics.js'

/** Keeps the division by a deviation of 0 finite. TRL's, and ULM-R1's. */
export const DEVIATION_EPSILON = 1e-4

/** Advantages, and the share of rows whose deviation is 0. */
export interface Scaled {
  readonly values: Float64Array
  readonly zeros: number
}

/** Of the whole batch. One completion has no spread at all, where a single one that was scored among several has none that is known. */
export const batchSpread = (owner: string, values: Float64Array): E.Either<RewardError, Spread> =>
  values.length === 1
    ? E.right({ mean: values[0] as number, deviation: 0 })
    : spreadOf({ owner, name: 'rewards' }, values)

/** What cannot be compared with anything is neither good nor bad. */
export const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value)
