import * as tf from '@tensorflow/tfjs-core'
import type { Masks } from '../blocks/masks.js'
import type { GrpoSettings } from './options.js'

/**
 * What a token's loss is multiplied by when losses are summed up, [B, T], 0 where m = 0; before gradient accumulation.
 *
 * | lossType | w |
 * | --- | --- |
 * | grpo, sapo | m / (B max(n, 1)) |
 * | bnpo | m / max(Σ m, 1) |
 * | dr_grpo | m / (B maxCompletionLength) |
 * | luspo | m / B |
 * | dapo, cispo, vespo | m P / max(M, 1), M = numItemsInBatch; in training times stepsPerGeneration / gradientAccumulationSteps |
 */
export const tokenWeights = (settings: GrpoSettings, { rows, ones, divisors, total }: Masks): tf.Tensor2D => {
  switch (settings.lossType) {
    case 'grpo':
    case 'sapo':
      return tf.div(ones, tf.mul(divisors, rows))
    case 'bnpo':
      return tf.div(ones, tf.maximum(total, 1))
    case 'dr_grpo':
      return tf.mul(ones, 1 / (rows * settings.maxCompletionLength))
    case 'luspo':
      return tf.mul(ones, 1 / rows)
    case 'dapo':
    case 'cispo':
    case 'vespo': {
      const { numItemsInBatch, numProcesses, mode, stepsPerGeneration, gradientAccumulationSteps } = settings
      const steps = mode === 'train' ? stepsPerGeneration / gradientAccumulationSteps : 1
      const items = numItemsInBatch === null ? tf.maximum(total, 1) : tf.scalar(Math.max(numItemsInBatch, 1))
      return tf.mul(ones, tf.div(numProcesses * steps, items))
    }
  }
}

/** Loss types whose number of tokens already tells of the gradient accumulation. */
export const accumulates = ({ lossType }: GrpoSettings): boolean =>
  lossType === 'dapo' || lossType === 'cispo' || lossType === 'vespo'
