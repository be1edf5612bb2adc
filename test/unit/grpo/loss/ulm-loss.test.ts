import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { ulmLoss, ulmLossAndGrad, type UlmLossAndGrad } from '../../../../src/grpo/loss/ulm/ulm-loss.js'
import { RewardException } from '../../../../src/score.js'

const right = async (inputs: any, options: any = {}): Promise<UlmLossAndGrad> => {
  const found = await ulmLossAndGrad(inputs, options)()
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

const mm2t = { logProbs: [[-1, -2]], advantages: [0.5], completionMask: [[1, 1]] }
const t2i = { logProbs: [[-1], [-3]], advantages: [1, -2], completionMask: [[1], [1]] }
const LN2 = Math.log(2)

describe('values worked by hand', () => {
  test('at ratio 1: minus the mean advantages of both, and gradients -A over length and rows', async () => {
    const { loss, gradMm2t, gradT2i, metrics } = await right({ mm2t, t2i })
    expect(loss).toBeCloseTo(-0.5 + (2 - 1) / 2, 6)
    expect(gradMm2t.map((row) => Array.from(row))).toEqual([[-0.25, -0.25]])
    expect(gradT2i.map((row) => Array.from(row))).toEqual([[-0.5], [1]])
    expect(metrics).toEqual({})
  })

  test('nothing is clipped', async () => {
    const moved = { ...mm2t, oldLogProbs: [[-1 - 3 * LN2, -2]] }
    const { loss, gradMm2t } = await right({ mm2t: moved, t2i: { ...t2i, advantages: [0, 0] } })
    expect(loss).toBeCloseTo(-0.5 * ((8 + 1) / 2), 5)
    expect(gradMm2t[0]![0]).toBeCloseTo(-0.5 * (8 / 2), 5)
  })

  test('the KL term, and what is logged of it', async () => {
    const apart = { ...mm2t, refLogProbs: [[-1 + LN2, -2]] }
    const same = { ...t2i, refLogProbs: t2i.logProbs }
    const { loss, metrics } = await right({ mm2t: apart, t2i: same }, { beta: 0.5 })
    expect(metrics['kl_mm2t']).toBeCloseTo((1 - LN2) / 2, 6)
    expect(metrics['kl_t2i']).toBe(0)
    expect(loss).toBeCloseTo(0 + (0.5 * (1 - LN2)) / 2, 6)
  })

  test('a row without a token adds 0 and counts as a row, where the released code gives NaN', async () => {
    const masked = { ...t2i, refLogProbs: t2i.logProbs, completionMask: [[1], [0]] }
    const { loss, gradT2i, metrics } = await right(
      { mm2t: { ...mm2t, refLogProbs: mm2t.logProbs }, t2i: masked },
      { beta: 1 },
    )
    expect(loss).toBeCloseTo(-0.5 - 1 / 2, 6)
    expect(gradT2i.map((row) => row[0]! + 0)).toEqual([-0.5, 0])
    expect(metrics).toEqual({ kl_mm2t: 0, kl_t2i: 0 })
  })
})

test('tf.grads goes through both branches, and nothing is left over', async () => {
  const expected = await right({ mm2t, t2i })
  const before = tf.memory().numTensors
  const [a, b] = [tf.tensor2d(mm2t.logProbs), tf.tensor2d(t2i.logProbs)]
  const grads = tf.grads((x, y) =>
    ulmLoss({ mm2t: { ...mm2t, logProbs: x as tf.Tensor2D }, t2i: { ...t2i, logProbs: y as tf.Tensor2D } }),
  )
  const [byA, byB] = grads([a, b]) as [tf.Tensor, tf.Tensor]
  expect(Array.from(byA.dataSync())).toEqual(expected.gradMm2t.flatMap((row) => Array.from(row)))
  expect(Array.from(byB.dataSync())).toEqual(expected.gradT2i.flatMap((row) => Array.from(row)))
  tf.dispose([a, b, byA, byB])
  await right({ mm2t, t2i })
  expect(tf.memory().numTensors).toBe(before)
})

describe('refusals name the branch', () => {
  test.each([
    [
      { mm2t, t2i: { ...t2i, advantages: [1] } },
      {},
      'ulmLoss: expected the shape [2] or [2, 1] for `t2i.advantages`, got [1]',
    ],
    [{ mm2t }, {}, 'ulmLoss: expected an object for `t2i`, got nothing'],
    [{ mm2t, t2i }, { beta: 1 }, 'ulmLoss: expected a value for `mm2t.refLogProbs`, got nothing (needed by `beta`)'],
    [{ mm2t, t2i }, { epsilon: 1 }, 'ulmLoss: expected an option (beta) for `epsilon`, got 1'],
    [null, {}, 'ulmLoss: expected an object for `inputs`, got null'],
  ])('%j, %j', (inputs: any, options: any, message) => {
    expect(() => ulmLoss(inputs, options)).toThrow(RewardException)
    expect(() => ulmLoss(inputs, options)).toThrow(message)
  })

  test('a weight beyond float32 is an error, not a loss', async () => {
    const far = { ...mm2t, oldLogProbs: [[-1000, -2]] }
    expect(await ulmLossAndGrad({ mm2t: far, t2i })()).toMatchObject({
      left: { _tag: 'NonFinite', reward: 'ulmLossAndGrad' },
    })
  })
})
