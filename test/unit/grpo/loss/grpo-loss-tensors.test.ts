import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { grpoLoss, grpoLossAndGrad, grpoLossTensors } from '../../../../src/grpo/loss/grpo-loss.js'
import { ONE, right } from './calls.js'

describe('gradients through the loss', () => {
  const masks = { completionMask: [[1, 1]], advantages: [1] }

  test('tf.grads gives those of grpoLossAndGrad, times what the loss is multiplied by', async () => {
    const [logProbs, entropies] = [tf.tensor2d([[-1, -2]]), tf.tensor2d([[0.5, 0.7]])]
    const inputs = { ...masks, oldLogProbs: [[-1.1, -2.5]] }
    const options = { entropyCoef: 0.3 }
    const expected = await right({ ...inputs, logProbs, entropies }, options)
    const grads = tf.grads((l, h) =>
      grpoLoss({ ...inputs, logProbs: l as tf.Tensor2D, entropies: h as tf.Tensor2D }, options),
    )
    const [byLogProb, byEntropy] = grads([logProbs, entropies], tf.scalar(2)) as [tf.Tensor, tf.Tensor]
    expect(Array.from(byLogProb.dataSync(), (value) => value + 0)).toEqual(
      Array.from(expected.gradLogProbs[0]!, (value) => 2 * value),
    )
    expect(Array.from(byEntropy.dataSync())).toEqual(Array.from(expected.gradEntropies![0]!, (value) => 2 * value))
  })

  test('entropies that are not rewarded have a gradient of 0', () => {
    const by = tf.grad((h) => grpoLoss({ ...masks, logProbs: [[-1, -2]], entropies: h as tf.Tensor2D }))
    expect(Array.from(by(tf.tensor2d([[0.5, 0.7]])).dataSync())).toEqual([0, 0])
  })

  test('grpoLossTensors leaves the same on the backend', async () => {
    const inputs = { ...ONE, oldLogProbs: [[-1.1, -2.5]], entropies: [[1, 2]] }
    const expected = await right(inputs)
    const { loss, gradLogProbs, gradEntropies, metrics } = grpoLossTensors(inputs)
    expect(loss.dataSync()[0]).toBe(expected.loss)
    expect(Array.from(gradLogProbs.dataSync(), (value) => value + 0)).toEqual(Array.from(expected.gradLogProbs[0]!))
    expect(gradEntropies?.shape).toEqual([1, 2])
    expect(Object.keys(metrics)).toEqual(Object.keys(expected.metrics))
  })
})

describe('no tensor is left over', () => {
  const everything = {
    ...ONE,
    oldLogProbs: [[-1.2, -2.2]],
    refLogProbs: [[-1, -3]],
    samplingLogProbs: [[-1, -3]],
    entropies: [[1, 2]],
    importanceWeights: [1.5],
    toolMask: [[1, 1]],
  }
  const options: any = { beta: 0.1, entropyCoef: 0.1, topEntropyQuantile: 0.5, offPolicyMaskThreshold: 1 }

  const leaked = async (run: () => unknown): Promise<number> => {
    const before = tf.memory().numTensors
    await run()
    return tf.memory().numTensors - before
  }

  test('10,000 losses leave 0', async () => {
    const leftOver = await leaked(() => {
      for (let i = 0; i < 10_000; i++) grpoLoss(ONE, { lossType: 'luspo' }).dispose()
    })
    expect(leftOver).toBe(0)
  }, 60_000)

  test.each(['grpo', 'bnpo', 'dr_grpo', 'dapo', 'cispo', 'sapo', 'luspo', 'vespo'] as const)(
    '%s with every term, its gradients by all three ways',
    async (lossType) => {
      const all = { ...options, lossType, maxCompletionLength: 4 }
      expect(await leaked(() => grpoLossAndGrad(everything, all)())).toBe(0)
      const leftOver = await leaked(() => {
        const l = tf.tensor2d([[-1, -2]])
        const { value, grad } = tf.valueAndGrad((x) => grpoLoss({ ...everything, logProbs: x as tf.Tensor2D }, all))(l)
        tf.dispose([l, value, grad])
        const { loss, gradLogProbs, gradEntropies, metrics } = grpoLossTensors(everything, all)
        tf.dispose([loss, gradLogProbs, gradEntropies, metrics])
      })
      expect(leftOver).toBe(0)
    },
  )

  test('a call that is refused, and one that overflows, leave 0', async () => {
    expect(await leaked(() => grpoLossAndGrad({ ...ONE, advantages: [] })())).toBe(0)
    expect(await leaked(() => grpoLossAndGrad({ ...ONE, oldLogProbs: [[-999, 0]], advantages: [-1] })())).toBe(0)
  })

  test('tensors of the caller stay', async () => {
    const logProbs = tf.tensor2d([[-1, -2]])
    const mask = tf.tensor2d([[1, 1]], [1, 2], 'bool')
    await right({ ...ONE, logProbs, completionMask: mask })
    expect([logProbs.isDisposed, mask.isDisposed]).toEqual([false, false])
  })
})
