import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import type { HttpRequestSettings } from './request-options.js'

/** What is wrong with an answer, and where. */
export interface Fault {
  readonly path: string
  readonly expected: string
  readonly received: string
}

export const fault = (path: string, expected: string, received: unknown): E.Either<Fault, never> =>
  E.left({ path, expected, received: describe(received) })

/** The error of an answer that is not what this service answers: the next one would be no better. */
export const faultyAnswer = (
  { owner, shown }: HttpRequestSettings,
  { path, expected, received }: Fault,
): RewardError => ({
  _tag: 'Unavailable',
  reward: owner,
  reason: `${shown} answered ${received} for \`${path}\`, expected ${expected}`,
})
