import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import type { TokenValues } from '../../loss/inputs/values.js'
import type { Logits } from '../inputs/read-logits.js'
import { optionsFault } from '../../masks/option-names.js'
import { type ArrayLogProbsOptions, TOKEN_OPTIONS } from '../options.js'
import { atOnce } from './drive.js'
import { type ArrayLogProbs, measureTokens, matrices } from './measure-tokens.js'
import { readJob } from './read-job.js'

/** {@link tokenLogProbs} of numbers in memory. */
export const arrayLogProbs = (
  owner: string,
  logits: Logits,
  ids: TokenValues | ArrayLike<number>,
  options: ArrayLogProbsOptions,
): E.Either<RewardError, ArrayLogProbs> => {
  const fault = optionsFault(owner, options, TOKEN_OPTIONS)
  if (fault !== undefined) return E.left(fault)
  const read = readJob(owner, logits, ids, options)
  if (E.isLeft(read)) return read
  const measured = atOnce(measureTokens(read.right.kernels, read.right.job))
  return E.isLeft(measured) ? measured : E.right(matrices(measured.right, read.right.job.length))
}
