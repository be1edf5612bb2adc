import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError, unexpected } from '../../core/error.js'
import type { TokenValues } from '../loss/inputs/values.js'
import { type MatrixInput, readMatrixOf } from '../masks/matrix.js'
import { batchFault, optionsFault } from '../masks/option-names.js'
import { wrongInput } from '../masks/wrong.js'
import { inSlices } from './arrays/drive.js'
import { type ArrayLogProbs, matrices, measureTokens } from './arrays/measure-tokens.js'
import { type ArrayJob, readJob } from './arrays/read-job.js'
import { type FlatGradients, slopeTokens } from './arrays/slope-tokens.js'
import type { Logits } from './inputs/read-logits.js'
import { type ArrayLogProbsOptions, TOKEN_OPTIONS } from './options.js'

/**
 * What is needed of a loss: its gradients with respect to log-probabilities and entropies, [B, T]. What `grpoLossAndGrad` answers is such.
 *
 * @category model
 * @since 0.5.0
 */
export interface TokenGradients {
  readonly gradLogProbs: MatrixInput
  /** Default: the loss does not depend on the entropies. */
  readonly gradEntropies?: MatrixInput
}

/**
 * A loss on [B, T]: from log-probabilities and entropies, 0 where the mask is 0, to its gradients, and to whatever else is to be known of it.
 *
 * @category model
 * @since 0.5.0
 */
export type LossOfTokens<L extends TokenGradients> = (
  tokens: ArrayLogProbs,
) => E.Either<RewardError, L> | TaskEither<RewardError, L>

/**
 * Options of {@link lossAndLogitGradients}.
 *
 * @category model
 * @since 0.5.0
 */
export interface LogitGradientsOptions extends ArrayLogProbsOptions {
  /**
   * Where the gradient is written: as many numbers as there are logits, of their type. `logits.data` itself is allowed, and then no further
   * memory is taken. Default: a new array.
   */
  readonly into?: Float32Array | Float64Array
  /** Cancels the run between two pieces of work; `into` may then be half written. */
  readonly signal?: AbortSignal
}

/**
 * What {@link lossAndLogitGradients} answers.
 *
 * @category model
 * @since 0.5.0
 */
export interface LogitGradients<L> extends ArrayLogProbs {
  /** What the loss gave. */
  readonly loss: L
  /** d loss / d logits, [B, T, V] row after row; 0 where the mask is 0. `into`, where that was given. */
  readonly gradLogits: Float32Array | Float64Array
}

/**
 * From logits to a loss and its gradient with respect to them, in two passes over the logits: one to log-probabilities and entropies, one from
 * their gradients back. All cores are busy, and the event loop has its turn every 10 ms.
 *
 * dl/dz[v] = (1[v = y] - p[v]) / tau, dH/dz[v] = -p[v] (log p[v] + H) / tau.
 *
 * @param logits - [B, T, V]; those at t predict the token at t. In float32 the two passes run in WebAssembly and worker threads; in float64 in plain
 *   TypeScript, on one core.
 * @param ids - [B, T], the chosen tokens, from 0 to V - 1: rows, `{shape, data}`, or row after row in one array.
 * @param loss - Called once. Its gradients are read where the mask is 1.
 * @returns Left `InvalidInput` (shapes; an id out of range; NaN, Infinity or nothing but -Infinity among the logits of a token; a chosen
 *   token of -Infinity; gradients that do not stay finite), `InvalidOption`, `Aborted`, or what the loss said; else Right the loss, the log-probabilities
 *   and the gradient.
 * @example
 * ```ts @import.meta.vitest
 * const logits = { shape: [1, 1, 2] as const, data: Float64Array.of(0, 0) }
 * const negativeLikelihood = ({ logProbs }) => ({ _tag: 'Right', right: { loss: -logProbs.data[0], gradLogProbs: [[-1]] } })
 * expect(await lossAndLogitGradients(logits, [[1]], negativeLikelihood)()).toMatchObject({
 *   right: { loss: { loss: Math.log(2) }, gradLogits: Float64Array.of(0.5, -0.5) },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const lossAndLogitGradients =
  <L extends TokenGradients>(
    logits: Logits,
    ids: TokenValues | ArrayLike<number>,
    loss: LossOfTokens<L>,
    options: LogitGradientsOptions = {},
  ): TaskEither<RewardError, LogitGradients<L>> =>
  async () => {
    const wrong = optionsFault(OWNER, options, [...TOKEN_OPTIONS, 'into', 'signal'])
    if (wrong !== undefined) return E.left(wrong)
    const read = readJob(OWNER, logits, ids, options)
    if (E.isLeft(read)) return read
    const fault = intoFault(options.into, logits)
    return fault === undefined ? chain(read.right, loss, options) : E.left(fault)
  }

const OWNER = 'lossAndLogitGradients'

const chain = async <L extends TokenGradients>(
  { job, kernels }: ArrayJob,
  loss: LossOfTokens<L>,
  { into, signal }: LogitGradientsOptions,
): Promise<E.Either<RewardError, LogitGradients<L>>> => {
  const measured = await inSlices(measureTokens(kernels, job), signal)
  if (E.isLeft(measured)) return measured
  const tokens = matrices(measured.right, job.length)
  const judged = await judge(loss, tokens)
  if (E.isLeft(judged)) return judged
  const gradients = flatGradients(judged.right, tokens.logProbs.shape)
  if (E.isLeft(gradients)) return gradients
  const gradLogits = into ?? like(job.logits)
  const done = await inSlices(slopeTokens(kernels, job, measured.right, gradients.right, gradLogits), signal)
  return E.isLeft(done) ? done : E.right({ loss: judged.right, ...tokens, gradLogits })
}

const flatGradients = (
  { gradLogProbs, gradEntropies }: TokenGradients,
  shape: ArrayLogProbs['logProbs']['shape'],
): E.Either<RewardError, FlatGradients> => {
  const slopes = readMatrixOf({ owner: OWNER, name: 'gradLogProbs' }, gradLogProbs, shape)
  if (E.isLeft(slopes)) return slopes
  if (gradEntropies === undefined) return E.right({ gradLogProbs: slopes.right.data })
  const bonuses = readMatrixOf({ owner: OWNER, name: 'gradEntropies' }, gradEntropies, shape)
  if (E.isLeft(bonuses)) return bonuses
  return E.right({ gradLogProbs: slopes.right.data, gradEntropies: bonuses.right.data })
}

const like = (logits: Float32Array | Float64Array): Float32Array | Float64Array =>
  logits instanceof Float32Array ? new Float32Array(logits.length) : new Float64Array(logits.length)

/** The loss is the caller's code. */
const judge = async <L extends TokenGradients>(
  loss: LossOfTokens<L>,
  tokens: ArrayLogProbs,
): Promise<E.Either<RewardError, L>> => {
  try {
    const given = loss(tokens)
    const judged: unknown = typeof given === 'function' ? await given() : given
    if (!isEither<L>(judged)) return E.left(wrongInput(OWNER, 'loss', 'an Either or a TaskEither', describe(judged)))
    const fault = E.isLeft(judged) ? undefined : batchFault(OWNER, 'loss', judged.right)
    return fault === undefined ? judged : E.left(fault)
  } catch (cause) {
    return E.left(unexpected(OWNER, cause))
  }
}

const isEither = <L>(value: unknown): value is E.Either<RewardError, L> => {
  const { _tag } = (value ?? {}) as { readonly _tag?: unknown }
  return _tag === 'Left' || _tag === 'Right'
}

const intoFault = (into: unknown, { data }: Logits): RewardError | undefined => {
  if (into === undefined) return undefined
  const isSame = into instanceof data.constructor && (into as Float32Array).length === data.length
  if (isSame) return undefined
  return wrongInput(OWNER, 'into', `a ${data.constructor.name} of ${data.length}`, describe(into))
}
