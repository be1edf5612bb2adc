import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { readLogits } from '../inputs/read-logits.js'
import { readTokens } from '../inputs/read-tokens.js'
import { type ArrayLogProbsOptions, readTemperature, readThreads } from '../options.js'
import type { RowKernels } from '../rows/row-job.js'
import { rowsFor } from '../rows/wasm-rows.js'
import type { TokenJob } from './measure-tokens.js'

/** A job, and who does it. */
export interface ArrayJob {
  readonly job: TokenJob
  readonly kernels: RowKernels
}

/** Looks at everything that is given but the logits themselves. */
export const readJob = (
  owner: string,
  logits: unknown,
  ids: unknown,
  options: ArrayLogProbsOptions,
): E.Either<RewardError, ArrayJob> => {
  const read = readLogits(owner, logits)
  if (E.isLeft(read)) return read
  const { shape, data } = read.right
  const temperature = readTemperature(owner, options.temperature, data instanceof Float32Array)
  if (E.isLeft(temperature)) return temperature
  const threads = readThreads(owner, options.threads)
  if (E.isLeft(threads)) return threads
  const tokens = readTokens(owner, ids, options.completionMask, shape)
  if (E.isLeft(tokens)) return tokens
  const [, length, vocabulary] = shape
  const job = { owner, logits: data, vocabulary, length, temperature: temperature.right, ...tokens.right }
  return E.right({ job, kernels: rowsFor(data, threads.right) })
}
