import type * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { type Checked, type LossInputs, readInputs } from '../inputs/read-inputs.js'
import { AT_LEAST_ZERO, orNull, readOptions } from '../inputs/read-options.js'
import { FINITE, readValues } from '../inputs/read-values.js'
import { shapeOf } from '../inputs/shape-of.js'
import { lossByLogProbs, readLossByLogProbs } from '../rim/by-log-probs.js'
import { orThrow } from '../rim/or-throw.js'
import type { TokenGradient } from '../rim/read-terms.js'
import { type RlooSettings, rlooTerms } from './rloo-terms.js'

/**
 * What {@link rlooLoss} reads. Advantages are one a completion, [B] or [B, 1]: those of `rlooAdvantages`.
 *
 * @category model
 * @since 0.5.0
 */
export type RlooLossInputs = Pick<LossInputs, 'logProbs' | 'oldLogProbs' | 'advantages' | 'completionMask' | 'toolMask'>

/**
 * Options of {@link rlooLoss}.
 *
 * @category model
 * @since 0.5.0
 */
export interface RlooLossOptions {
  /** How far the weight of a completion may go below 1, and above it where `epsilonHigh` is not given; default 0.2. */
  readonly epsilon?: number
  /** Default: `epsilon`. */
  readonly epsilonHigh?: number | null
}

interface Call {
  readonly inputs: Checked
  readonly settings: RlooSettings
}

const RULES = { epsilon: AT_LEAST_ZERO, epsilonHigh: orNull(AT_LEAST_ZERO) }

const checkedCall = (owner: string, inputs: RlooLossInputs, options: RlooLossOptions): E.Either<RewardError, Call> =>
  pipe(
    readOptions<RlooLossOptions>(owner, RULES, options),
    E.chain(({ epsilon = 0.2, epsilonHigh }) =>
      pipe(
        advantagesByRow(owner, inputs),
        E.chain(() => readInputs(owner, inputs)),
        E.map((checked) => ({ inputs: checked, settings: { epsilon, epsilonHigh: epsilonHigh ?? epsilon } })),
      ),
    ),
  )

/**
 * Looks at the advantages before `readInputs` does, which would take one a token, and a NaN where a completion has no token. What else is wrong
 * is left to it.
 */
const advantagesByRow = (owner: string, inputs: RlooLossInputs): E.Either<RewardError, unknown> => {
  const { logProbs, advantages } = (inputs ?? {}) as Partial<RlooLossInputs>
  const tokens = shapeOf(logProbs)
  const [rows, columns] = E.isRight(tokens) ? tokens.right.shape : []
  if (rows === undefined || columns === undefined || advantages === undefined || advantages === null)
    return E.right(undefined)
  return readValues({ owner, name: 'advantages' }, advantages, { rows: [rows, 1] }, FINITE)
}

/**
 * The RLOO loss: REINFORCE by completions, the clipped loss of one weight a completion.
 *
 * Mean over all rows of -min(R A, clip(R, 1 - epsilon, 1 + epsilonHigh) A), R = exp(Σ_t m l - Σ_t m o). ∂ loss / ∂ l = -R A m / B in a row where R A
 * is the lesser one or both are equal, else 0.
 *
 * @param inputs - Tensors or arrays. Differentiable by `logProbs`. `oldLogProbs` absent: the policy itself, R = 1, and the gradient -A m / B.
 * @param options - Names and defaults of TRL.
 * @returns A float32 scalar; the caller disposes of it. Throws `RewardException` as `grpoLoss` does; advantages by token are `InvalidInput`.
 * @remarks R is that of the whole completion, a sum where GSPO has a mean: it overflows where the sum of the log-ratios passes 88.7. A row without a
 *   token has R = 1, so it adds -A to the sum, and no gradient. Paper: Ahmadian et al. 2024, arXiv 2402.14740; the clip is TRL's. Differs from TRL 1.16.0: `toolMask` takes tokens out of the sums,
 *   where its RLOO trainer has no such mask.
 * @example
 * ```ts @import.meta.vitest
 * await import('@tensorflow/tfjs-backend-cpu')
 * // Of ratio 1 / 2, both of them: the good completion keeps its weight, the bad one is held at 1 - epsilon.
 * const half = Math.log(1 / 2)
 * const batch = { logProbs: [[half, -1], [half, -3]], oldLogProbs: [[0, -1], [0, -3]], completionMask: [[1, 1], [1, 1]] }
 * const loss = rlooLoss({ ...batch, advantages: [1, -1] }, { epsilon: 0.25 })
 * expect(loss.dataSync()[0]).toBeCloseTo((-0.5 + 0.75) / 2, 6)
 * loss.dispose()
 * ```
 * @category losses
 * @since 0.5.0
 */
export const rlooLoss = (inputs: RlooLossInputs, options: RlooLossOptions = {}): tf.Scalar => {
  const call = orThrow(checkedCall('rlooLoss', inputs, options))
  return lossByLogProbs(call.inputs, (inputs) => rlooTerms(inputs, call.settings))
}

/**
 * {@link rlooLoss} with its gradient and metrics, in plain numbers.
 *
 * @category model
 * @since 0.5.0
 */
export interface RlooLossAndGrad {
  readonly loss: number
  /** ∂ loss / ∂ logProbs: one array a row. */
  readonly gradLogProbs: TokenGradient
  /**
   * Of the completions, those without a token included, which the clip takes out, as TRL logs it: `clip_ratio/low_mean`, `/high_mean` and
   * `/region_mean` are shares, `/low_min` and `/high_max` are 1 where all, or any, are.
   */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * {@link rlooLoss} with its gradient and metrics, read off the backend.
 *
 * @param inputs - As of {@link rlooLoss}.
 * @param options - As of {@link rlooLoss}.
 * @returns Left as {@link rlooLoss} throws, and `NonFinite` for a loss or gradient that is no finite number in float32; Right the numbers.
 * @example
 * ```ts @import.meta.vitest
 * await import('@tensorflow/tfjs-backend-cpu')
 * const batch = { logProbs: [[-1, -2], [-3, 0]], advantages: [1, -2], completionMask: [[1, 1], [1, 0]] }
 * expect(await rlooLossAndGrad(batch)()).toMatchObject({
 *   right: { loss: 0.5, gradLogProbs: [Float32Array.of(-0.5, -0.5), Float32Array.of(1, 0)] },
 * })
 * ```
 * @category losses
 * @since 0.5.0
 */
export const rlooLossAndGrad = (
  inputs: RlooLossInputs,
  options: RlooLossOptions = {},
): TE.TaskEither<RewardError, RlooLossAndGrad> =>
  pipe(
    TE.fromEither(checkedCall('rlooLossAndGrad', inputs, options)),
    TE.chain(({ inputs, settings }) =>
      readLossByLogProbs('rlooLossAndGrad', inputs, (checked) => rlooTerms(checked, settings)),
    ),
  )
