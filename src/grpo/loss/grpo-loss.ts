import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'
import { placed } from './inputs/placed.js'
import { type Checked, type LossInputs, readInputs } from './inputs/read-inputs.js'
import type { Values } from './inputs/values.js'
import { differentiable } from './rim/differentiable.js'
import type { MetricTensors } from './rim/loss-terms.js'
import { orThrow } from './rim/or-throw.js'
import { readTerms, type TokenGradient } from './rim/read-terms.js'
import { givenEntropyMask } from './trl/given-entropy-mask.js'
import { grpoTerms } from './trl/grpo-terms.js'
import { type GrpoLossOptions, type GrpoSettings, grpoSettings } from './trl/options.js'

interface Call {
  readonly inputs: Checked
  readonly settings: GrpoSettings
  readonly top: Values | undefined
}

/** Looks at everything before the first operation on a tensor. */
const checkedCall = (owner: string, inputs: LossInputs, options: GrpoLossOptions): E.Either<RewardError, Call> =>
  pipe(
    grpoSettings(owner, options),
    E.chain((settings) => {
      const { beta, entropyCoef, topEntropyQuantile } = settings
      const needed = {
        ...(beta !== 0 && { refLogProbs: '`beta`' }),
        ...(topEntropyQuantile < 1 && { entropies: '`topEntropyQuantile`' }),
        ...(entropyCoef !== 0 && { entropies: '`entropyCoef`' }),
      }
      return pipe(
        readInputs(owner, inputs, needed),
        E.map((checked) => ({ inputs: checked, settings, top: givenEntropyMask(checked, topEntropyQuantile) })),
      )
    }),
  )

/**
 * The policy loss of GRPO and its kin, as TRL's GRPOTrainer computes it: a scalar that `tf.grads` goes through.
 *
 * L = policy loss of each token (`lossType`), times the masks and weights that are asked for, plus β k3; summed up as `lossType` says; less the
 * entropy bonus. docs/grpo-loss.md has every formula.
 *
 * @param inputs - Tensors or arrays, [B, T] but for what has one number a completion. Differentiable by `logProbs` and `entropies`.
 * @param options - TRL's names and defaults.
 * @returns A float32 scalar; the caller disposes of it. Throws `RewardException` before the first operation on a tensor: `MissingField`,
 *   `InvalidInput` (a shape, a number in an array that is not finite), `InvalidOption`.
 * @remarks What tensors hold is not looked at, since that would wait for the device: where they hold NaN the loss is NaN, and
 *   {@link grpoLossAndGrad} answers with an error instead. A row without a token that counts adds 0. Runs on every backend, in float32: the
 *   importance weight overflows where the log-ratio of a token passes 88.7. Paper: DeepSeekMath, arXiv 2402.03300, Eq. 3; the other loss types
 *   name theirs. Differs from TRL: `dr_grpo` wants its `maxCompletionLength`, which is 256 by default there, and numbers at
 *   padding do not matter whatever they are.
 * @example
 * ```ts @import.meta.vitest
 * await import('@tensorflow/tfjs-backend-cpu')
 * // At ratio 1 the loss is minus the mean advantage of the tokens.
 * const loss = grpoLoss({ logProbs: [[-1, -2], [-3, -4]], advantages: [1, -0.5], completionMask: [[1, 1], [1, 0]] })
 * expect(loss.dataSync()[0]).toBeCloseTo(-(1 + 1 - 0.5) / 3, 6)
 * loss.dispose()
 * ```
 * @category losses
 * @since 0.5.0
 */
export const grpoLoss = (inputs: LossInputs, options: GrpoLossOptions = {}): tf.Scalar => {
  const call = orThrow(checkedCall('grpoLoss', inputs, options))
  return tf.tidy(() => {
    const { by, inputs: onBackend } = placed(call.inputs, 'logProbs', 'entropies')
    return differentiable(by, () => grpoTerms(onBackend, call.settings, call.top))
  })
}

/**
 * A loss with its gradients and metrics, on the backend; the caller disposes of all.
 *
 * @category model
 * @since 0.5.0
 */
export interface GrpoLossTensors {
  readonly loss: tf.Scalar
  /** ∂ loss / ∂ logProbs, [B, T]; the entropy bonus is not in it. */
  readonly gradLogProbs: tf.Tensor2D
  /** ∂ loss / ∂ entropies, where entropies were given. */
  readonly gradEntropies?: tf.Tensor2D
  readonly metrics: MetricTensors
}

/**
 * {@link grpoLoss} with its gradients and metrics, left on the backend: what a training step needs, in one go and without a tape.
 *
 * Pass `gradLogProbs` and `gradEntropies` on as the `dy` of whatever made the log-probabilities and entropies.
 *
 * @param inputs - As of {@link grpoLoss}; no tape is needed.
 * @param options - As of {@link grpoLoss}.
 * @returns A scalar, matrices [B, T] and scalars, all float32; where tensors hold NaN so may these. Throws as {@link grpoLoss} does.
 * @example
 * ```ts @import.meta.vitest
 * const tf = await import('@tensorflow/tfjs-core')
 * await import('@tensorflow/tfjs-backend-cpu')
 * const step = grpoLossTensors({ logProbs: [[-1, -2]], advantages: [1], completionMask: [[1, 1]] })
 * expect(Array.from(step.gradLogProbs.dataSync())).toEqual([-0.5, -0.5])
 * tf.dispose({ ...step })
 * ```
 * @category losses
 * @since 0.5.0
 */
export const grpoLossTensors = (inputs: LossInputs, options: GrpoLossOptions = {}): GrpoLossTensors => {
  const call = orThrow(checkedCall('grpoLossTensors', inputs, options))
  return tf.tidy(() => {
    const { loss, gradients, metrics } = grpoTerms(call.inputs, call.settings, call.top)
    const [gradLogProbs, gradEntropies] = gradients as [tf.Tensor2D, tf.Tensor2D?]
    return { loss, gradLogProbs, ...(gradEntropies && { gradEntropies }), metrics }
  })
}

/**
 * A loss with its gradients and metrics, in plain numbers.
 *
 * @category model
 * @since 0.5.0
 */
export interface GrpoLossAndGrad {
  readonly loss: number
  /** ∂ loss / ∂ logProbs: one array a row; the entropy bonus is not in it. */
  readonly gradLogProbs: TokenGradient
  /** ∂ loss / ∂ entropies, where entropies were given. */
  readonly gradEntropies?: TokenGradient
  /** What TRL logs, under its names. `clip_ratio/low_min` and `/high_max` are NaN where no row has a token that counts, as there. */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * {@link grpoLoss} with its gradients and metrics, read off the backend.
 *
 * @param inputs - As of {@link grpoLoss}.
 * @param options - As of {@link grpoLoss}.
 * @returns Left as {@link grpoLoss} throws, and `NonFinite` for a loss or gradient that is no finite number in float32; Right the numbers.
 * @example
 * ```ts @import.meta.vitest
 * await import('@tensorflow/tfjs-backend-cpu')
 * const inputs = { logProbs: [[-1, -2]], oldLogProbs: [[-1, -3]], advantages: [1], completionMask: [[1, 1]] }
 * // The second token's weight is e, beyond 1 + epsilon: it is clipped, and its gradient 0.
 * expect(await grpoLossAndGrad(inputs, { lossType: 'grpo' })()).toMatchObject({
 *   right: {
 *     loss: expect.closeTo(-(1 + 1.2) / 2, 6),
 *     gradLogProbs: [Float32Array.of(-0.5, 0)],
 *     metrics: { 'clip_ratio/high_mean': 0.5 },
 *   },
 * })
 * ```
 * @category losses
 * @since 0.5.0
 */
export const grpoLossAndGrad = (
  inputs: LossInputs,
  options: GrpoLossOptions = {},
): TE.TaskEither<RewardError, GrpoLossAndGrad> =>
  pipe(
    TE.fromEither(checkedCall('grpoLossAndGrad', inputs, options)),
    TE.chain((call) => readTerms('grpoLossAndGrad', () => grpoTerms(call.inputs, call.settings, call.top))),
    TE.map(({ loss, gradients, metrics }) => {
      const [gradLogProbs, gradEntropies] = gradients as [TokenGradient, TokenGradient?]
      return { loss, gradLogProbs, ...(gradEntropies && { gradEntropies }), metrics }
    }),
  )
