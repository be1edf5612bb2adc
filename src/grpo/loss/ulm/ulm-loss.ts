import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../../core/error.js'
import { type Checked, type LossInputs, readInputs } from '../inputs/read-inputs.js'
import { NUMBER, readOptions } from '../inputs/read-options.js'
import { placed } from '../inputs/placed.js'
import { differentiable } from '../rim/differentiable.js'
import type { LossTerms } from '../rim/loss-terms.js'
import { orThrow } from '../rim/or-throw.js'
import { readTerms, type TokenGradient } from '../rim/read-terms.js'
import { branchTerms } from './branch-terms.js'

/**
 * One branch of the co-RL loss: its own completions, masks and advantages.
 *
 * @category model
 * @since 0.5.0
 */
export type UlmBranch = Pick<LossInputs, 'logProbs' | 'oldLogProbs' | 'refLogProbs' | 'advantages' | 'completionMask'>

/**
 * What {@link ulmLoss} reads: the branch that writes text about images, and the one that makes images of text. The number of rows and tokens
 * may differ.
 *
 * @category model
 * @since 0.5.0
 */
export interface UlmLossInputs {
  readonly mm2t: UlmBranch
  readonly t2i: UlmBranch
}

/**
 * Options of {@link ulmLoss}.
 *
 * @category model
 * @since 0.5.0
 */
export interface UlmLossOptions {
  /** Weight of the KL term; default 0 (stage 1 has none), and then `refLogProbs` is not read. */
  readonly beta?: number
}

interface Call {
  readonly mm2t: Checked
  readonly t2i: Checked
  readonly beta: number
}

const checkedCall = (owner: string, inputs: UlmLossInputs, options: UlmLossOptions): E.Either<RewardError, Call> => {
  const read = readOptions<UlmLossOptions>(owner, { beta: NUMBER }, options)
  if (E.isLeft(read)) return read
  const { beta = 0 } = read.right
  if (typeof inputs !== 'object' || inputs === null) {
    const received = describe(inputs)
    return E.left({ _tag: 'InvalidInput', reward: owner, field: 'inputs', expected: 'an object', received })
  }
  const needed = beta === 0 ? {} : { refLogProbs: '`beta`' }
  return pipe(
    readInputs(owner, inputs.mm2t, needed, 'mm2t.'),
    E.chain((mm2t) =>
      pipe(
        readInputs(owner, inputs.t2i, needed, 't2i.'),
        E.map((t2i) => ({ mm2t, t2i, beta })),
      ),
    ),
  )
}

const ulmTerms = ({ mm2t, t2i, beta }: Call): LossTerms => {
  const [text, image] = [branchTerms(mm2t, beta), branchTerms(t2i, beta)]
  return {
    loss: tf.add(text.loss, image.loss),
    gradients: [text.gradient, image.gradient],
    metrics: { ...(text.kl && { kl_mm2t: text.kl }), ...(image.kl && { kl_t2i: image.kl }) },
  }
}

/**
 * The co-RL loss of ULM-R1: both branches of a unified model, unclipped.
 *
 * For each branch mean_i Σ_t m L / Σ_t m, L = -(A exp(l - o) - β k3), and the sum of the two.
 *
 * @param inputs - Tensors or arrays. Differentiable by `logProbs` of both. `oldLogProbs` absent: the policy itself (`num_iterations` 1).
 * @param options - `beta`.
 * @returns A float32 scalar; the caller disposes of it. Throws `RewardException` as `grpoLoss` does.
 * @remarks Paper: CoRL, arXiv 2505.17534; the weight λ of the text rewards acts in the advantages. Differs from the released code: there a row
 *   without a token is 0 / 0, and the whole loss NaN; here it adds 0 and still counts as a row.
 * @example
 * ```ts @import.meta.vitest
 * await import('@tensorflow/tfjs-backend-cpu')
 * const mm2t = { logProbs: [[-1, -2]], advantages: [0.5], completionMask: [[1, 1]] }
 * const t2i = { logProbs: [[-1], [-3]], advantages: [1, 0], completionMask: [[1], [1]] }
 * const loss = ulmLoss({ mm2t, t2i })
 * expect(loss.dataSync()[0]).toBeCloseTo(-0.5 - (1 + 0) / 2, 6)
 * loss.dispose()
 * ```
 * @category losses
 * @since 0.5.0
 */
export const ulmLoss = (inputs: UlmLossInputs, options: UlmLossOptions = {}): tf.Scalar => {
  const call = orThrow(checkedCall('ulmLoss', inputs, options))
  return tf.tidy(() => {
    const [mm2t, t2i] = [placed(call.mm2t, 'logProbs'), placed(call.t2i, 'logProbs')]
    return differentiable([...mm2t.by, ...t2i.by], () =>
      ulmTerms({ mm2t: mm2t.inputs, t2i: t2i.inputs, beta: call.beta }),
    )
  })
}

/**
 * {@link ulmLoss} with its gradients and metrics, in plain numbers.
 *
 * @category model
 * @since 0.5.0
 */
export interface UlmLossAndGrad {
  readonly loss: number
  /** ∂ loss / ∂ mm2t.logProbs: one array a row. */
  readonly gradMm2t: TokenGradient
  /** ∂ loss / ∂ t2i.logProbs. */
  readonly gradT2i: TokenGradient
  /** `kl_mm2t` and `kl_t2i` where there is a KL term. */
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * {@link ulmLoss} with its gradients and metrics, read off the backend.
 *
 * @param inputs - As of {@link ulmLoss}.
 * @param options - As of {@link ulmLoss}.
 * @returns Left as {@link ulmLoss} throws, and `NonFinite` for a loss or gradient that is no finite number in float32; Right the numbers.
 * @category losses
 * @since 0.5.0
 */
export const ulmLossAndGrad = (
  inputs: UlmLossInputs,
  options: UlmLossOptions = {},
): TE.TaskEither<RewardError, UlmLossAndGrad> =>
  pipe(
    TE.fromEither(checkedCall('ulmLossAndGrad', inputs, options)),
    TE.chain((call) => readTerms('ulmLossAndGrad', () => ulmTerms(call))),
    TE.map(({ loss, gradients, metrics }) => {
      const [gradMm2t, gradT2i] = gradients as [TokenGradient, TokenGradient]
      return { loss, gradMm2t, gradT2i, metrics }
    }),
  )
