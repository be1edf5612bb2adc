import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { TokenMask } from '../loss/inputs/values.js'
import { wrongOption } from '../masks/wrong.js'

/**
 * Options of {@link tokenLogProbs}.
 *
 * @category model
 * @since 0.5.0
 */
export interface TokenLogProbsOptions {
  /** Divides the logits: a finite number above 0; default 1. Above 4.3e-39 for logits in float32. */
  readonly temperature?: number
  /** [B, T], 1 where a token belongs to the completion; default: everywhere. Where it is 0, logits and ids are not read. */
  readonly completionMask?: TokenMask
}

/** Options of {@link tokenLogProbs} on numbers in memory. */
export interface ArrayLogProbsOptions extends TokenLogProbsOptions {
  /** Threads in all, this one among them; default: as many as there are cores, 16 at most. */
  readonly threads?: number
}

/** The options of {@link tokenLogProbs}, in whichever form the logits are. */
export const TOKEN_OPTIONS: ReadonlyArray<string> = ['temperature', 'completionMask', 'threads']

/** The temperature that was asked for; Left `InvalidOption`. */
export const readTemperature = (owner: string, given: unknown, isFloat32: boolean): E.Either<RewardError, number> => {
  const temperature = given ?? 1
  const isNumber = typeof temperature === 'number' && temperature > 0 && temperature < Infinity
  if (!isNumber) return E.left(wrongOption(owner, 'temperature', 'a finite number above 0', temperature))
  return !isFloat32 || Math.fround(Math.LOG2E / temperature) < Infinity
    ? E.right(temperature)
    : E.left(wrongOption(owner, 'temperature', 'a number of at least 4.3e-39 for logits in float32', temperature))
}

/** The number of threads that was asked for; Left `InvalidOption`. */
export const readThreads = (owner: string, threads: unknown): E.Either<RewardError, number | undefined> =>
  threads === undefined || (Number.isSafeInteger(threads) && (threads as number) >= 1)
    ? E.right(threads as number | undefined)
    : E.left(wrongOption(owner, 'threads', 'a whole number of at least 1', threads))
