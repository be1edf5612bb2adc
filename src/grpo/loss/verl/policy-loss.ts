import type * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { type Checked, type LossInputs, readInputs } from '../inputs/read-inputs.js'
import { lossByLogProbs, readLossByLogProbs } from '../rim/by-log-probs.js'
import { orThrow } from '../rim/or-throw.js'
import type { TokenGradient } from '../rim/read-terms.js'
import { type PolicyLossOptions, type PolicySettings, policySettings } from './options.js'
import { policyTerms } from './policy-terms.js'

/**
 * What {@link policyLoss} reads. `importanceWeights` are verl's rollout weights.
 *
 * @category model
 * @since 0.5.0
 */
export type PolicyLossInputs = Pick<
  LossInputs,
  'logProbs' | 'oldLogProbs' | 'advantages' | 'completionMask' | 'toolMask' | 'importanceWeights'
>

const checkedCall = (
  owner: string,
  inputs: PolicyLossInputs,
  options: PolicyLossOptions,
): E.Either<RewardError, { readonly inputs: Checked; readonly settings: PolicySettings }> =>
  pipe(
    policySettings(owner, options),
    E.chain((settings) =>
      pipe(
        readInputs(owner, inputs),
        E.map((checked) => ({ inputs: checked, settings })),
      ),
    ),
  )

/**
 * The policy losses of verl's actor: a scalar that `tf.grads` goes through.
 *
 * `lossMode` forms the loss of a token, `lossAggMode` sums up; docs/grpo-loss.md has every formula.
 *
 * @param inputs - Tensors or arrays. Differentiable by `logProbs`.
 * @param options - verl's names in camelCase, and its defaults. `clip_cov` draws at random and wants a `seed`.
 * @returns A float32 scalar; the caller disposes of it. Throws `RewardException` as `grpoLoss` does.
 * @remarks Differs from verl: a batch in which nothing counts gives 0, there 0 / 0 with token-mean. `clip_cov` and `kl_cov` do not bound the
 *   log-ratio: the weight overflows float32 where it passes 88.7.
 * @example
 * ```ts @import.meta.vitest
 * await import('@tensorflow/tfjs-backend-cpu')
 * // At ratio 1 the loss is minus the mean advantage of the tokens.
 * const loss = policyLoss({ logProbs: [[-1, -2]], advantages: [[0.5, 1]], completionMask: [[1, 1]] }, { lossMode: 'vanilla' })
 * expect(loss.dataSync()[0]).toBe(-0.75)
 * loss.dispose()
 * ```
 * @category losses
 * @since 0.5.0
 */
export const policyLoss = (inputs: PolicyLossInputs, options: PolicyLossOptions = {}): tf.Scalar => {
  const call = orThrow(checkedCall('policyLoss', inputs, options))
  return lossByLogProbs(call.inputs, (inputs) => policyTerms(inputs, call.settings))
}

/**
 * {@link policyLoss} with its gradient and metrics, in plain numbers.
 *
 * @category model
 * @since 0.5.0
 */
export interface PolicyLossAndGrad {
  readonly loss: number
  /** ∂ loss / ∂ logProbs: one array a row. */
  readonly gradLogProbs: TokenGradient
  /** What verl logs, under its names. */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * {@link policyLoss} with its gradient and metrics, read off the backend.
 *
 * @param inputs - As of {@link policyLoss}.
 * @param options - As of {@link policyLoss}.
 * @returns Left as {@link policyLoss} throws, and `NonFinite` for a loss or gradient that is no finite number in float32; Right the numbers.
 * @category losses
 * @since 0.5.0
 */
export const policyLossAndGrad = (
  inputs: PolicyLossInputs,
  options: PolicyLossOptions = {},
): TE.TaskEither<RewardError, PolicyLossAndGrad> =>
  pipe(
    TE.fromEither(checkedCall('policyLossAndGrad', inputs, options)),
    TE.chain(({ inputs, settings }) =>
      readLossByLogProbs('policyLossAndGrad', inputs, (checked) => policyTerms(checked, settings)),
    ),
  )
