import * as tf from '@tensorflow/tfjs-core'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { placed } from '../inputs/placed.js'
import type { Checked } from '../inputs/read-inputs.js'
import { differentiable } from './differentiable.js'
import type { LossTerms } from './loss-terms.js'
import { readTerms, type TokenGradient } from './read-terms.js'

/** A loss that is differentiated by the log-probabilities alone, in plain numbers. */
interface LossByLogProbs {
  readonly loss: number
  readonly gradLogProbs: TokenGradient
  readonly metrics: Readonly<Record<string, number>>
}

/** A scalar that `tf.grads` goes through by `logProbs`; the caller disposes of it. */
export const lossByLogProbs = (inputs: Checked, terms: (inputs: Checked) => LossTerms): tf.Scalar =>
  tf.tidy(() => {
    const { by, inputs: onBackend } = placed(inputs, 'logProbs')
    return differentiable(by, () => terms(onBackend))
  })

/** The same with its gradient and metrics, read off the backend. Left as of {@link readTerms}. */
export const readLossByLogProbs = (
  owner: string,
  inputs: Checked,
  terms: (inputs: Checked) => LossTerms,
): TE.TaskEither<RewardError, LossByLogProbs> =>
  pipe(
    readTerms(owner, () => terms(inputs)),
    TE.map(({ loss, gradients, metrics }) => ({ loss, gradLogProbs: gradients[0] as TokenGradient, metrics })),
  )
