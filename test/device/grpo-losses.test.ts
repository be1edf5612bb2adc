import * as tf from '@tensorflow/tfjs-core'
import { describe, expect } from 'vitest'
import { grpoLoss, grpoLossAndGrad } from '../../src/grpo/loss/grpo-loss.js'
import { lossAndLogitGradients } from '../../src/grpo/log-probs/loss-and-logit-gradients.js'
import { tokenLogProbs } from '../../src/grpo/log-probs/token-log-probs.js'
import { checkEntropyMask, type EntropyMaskCase } from '../golden/grpo/entropy-mask-cases.js'
import {
  batchFinder,
  callOf,
  checkLoss,
  FLOAT32,
  type LossBatch,
  type LossCase,
  nearGrid,
  nearNumber,
  rightOf,
} from '../golden/grpo/loss-cases.js'
import { checkUlmLoss, type UlmCase } from '../golden/grpo/ulm-cases.js'
import { checkPolicyLoss, isKlPenalty, type VerlCase } from '../golden/grpo/verl-cases.js'
import { goldenSuite } from '../golden/support.js'
import { onEveryBackend } from './on-every-backend.js'

const batchOf = batchFinder()

const gridOf = (values: ArrayLike<number>, columns: number): ReadonlyArray<ReadonlyArray<number>> =>
  Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[row * columns + column]!),
  )

const hasLogits = (golden: LossCase): boolean => golden.expected.grad_logits !== undefined

const optionsOf = (golden: LossCase, batch: LossBatch) => ({
  temperature: golden.config.temperature,
  completionMask: batch.completion_mask as any,
})

/** From the logits to the loss and back through the tape of tfjs, all on the backend. */
const checkOnTape = async (golden: LossCase): Promise<void> => {
  const batch = batchOf(golden)
  const { inputs, options } = callOf(golden, batch)
  const before = tf.memory().numTensors
  const logits = tf.tensor3d(batch.logits as any)
  const { value, grad } = tf.valueAndGrad((z) => {
    const tokens = tokenLogProbs(z as tf.Tensor3D, batch.completion_ids, optionsOf(golden, batch))
    return grpoLoss({ ...inputs, ...tokens }, options)
  })(logits)
  const [loss, gradient] = [(await value.data())[0]!, await grad.data()]
  const vocabulary = logits.shape[2]
  tf.dispose([logits, value, grad])
  expect(tf.memory().numTensors).toBe(before)
  const { expected } = golden
  nearNumber('loss', loss, expected.loss, FLOAT32.loss(expected.loss))
  nearGrid('gradient by logits', gridOf(gradient, vocabulary), expected.grad_logits!.flat(), FLOAT32)
}

/** The same from arrays, the loss alone on the backend. */
const checkFromArrays = async (golden: LossCase): Promise<void> => {
  const batch = batchOf(golden)
  const { inputs, options } = callOf(golden, batch)
  const shape = [batch.logits.length, batch.logits[0]!.length, batch.logits[0]![0]!.length] as const
  const data = Float32Array.from(batch.logits.flat(2))
  const { loss, gradLogits } = rightOf(
    await lossAndLogitGradients(
      { shape, data },
      batch.completion_ids,
      (tokens) => grpoLossAndGrad({ ...inputs, ...tokens }, options),
      { ...optionsOf(golden, batch), into: data },
    )(),
  )
  const { expected } = golden
  nearNumber('loss', loss.loss, expected.loss, FLOAT32.loss(expected.loss))
  nearGrid('gradient by logits', gridOf(gradLogits, shape[2]), expected.grad_logits!.flat(), FLOAT32)
}

onEveryBackend('GRPO losses', () => {
  goldenSuite<LossCase>({
    title: "TRL's losses",
    family: 'grpo',
    files: /^losses.*\.json$/,
    check: (golden) => checkLoss(golden, batchOf(golden), FLOAT32),
  })

  describe('by logits', () => {
    goldenSuite<LossCase>({
      title: 'on the tape',
      family: 'grpo',
      files: /^losses.*\.json$/,
      select: hasLogits,
      check: checkOnTape,
    })

    goldenSuite<LossCase>({
      title: 'from arrays, in two passes',
      family: 'grpo',
      files: /^losses.*\.json$/,
      select: hasLogits,
      check: checkFromArrays,
    })
  })

  goldenSuite<UlmCase>({
    title: "ULM-R1's losses",
    family: 'grpo',
    files: /^ulm_losses.*\.json$/,
    check: (golden) => checkUlmLoss(golden, FLOAT32),
  })

  goldenSuite<VerlCase>({
    title: "verl's policy losses",
    family: 'grpo',
    files: /^verl_losses.*\.json$/,
    select: (golden) => !isKlPenalty(golden),
    check: (golden) => checkPolicyLoss(golden, FLOAT32),
  })

  goldenSuite<EntropyMaskCase>({
    title: 'top-entropy masks',
    family: 'grpo',
    files: /^entropy_mask.*\.json$/,
    check: checkEntropyMask,
  })
})
