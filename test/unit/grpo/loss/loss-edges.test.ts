import '@tensorflow/tfjs-backend-cpu'
import { describe, expect, test } from 'vitest'
import { policyLossAndGrad } from '../../../../src/grpo/loss/verl/policy-loss.js'
import { right } from './calls.js'

describe('geo_mean', () => {
  test('a token with the advantage 0 is not in the weight: it has no gradient, though its row has', async () => {
    const inputs = { logProbs: [[-1, -2]], advantages: [[2, 0]], completionMask: [[1, 1]] }
    // ρ = 1, and A of the row (2 + 0) / 2: its gradient goes over two tokens, of which one moves ρ.
    expect(await policyLossAndGrad(inputs, { lossMode: 'geo_mean' })()).toMatchObject({
      right: { loss: expect.closeTo(-1, 6), gradLogProbs: [Float32Array.of(-0.5, 0)] },
    })
  })
})

describe('vespo', () => {
  /** One token, q as given. */
  const token = (advantage: number, q: number): object => ({
    logProbs: [[-1]],
    oldLogProbs: [[-1 - q]],
    advantages: [advantage],
    completionMask: [[1]],
  })

  test('φ beyond float32 is 0, not an infinite loss: exp(3 + 100 - 3 e)', async () => {
    const found = await right(token(1, 1), { lossType: 'vespo', vespoKPos: 100 })
    expect(found.loss + 0).toBe(0)
    expect(found.gradLogProbs).toEqual([Float32Array.of(0)])
    expect(found.metrics['vespo/phi_seq_mean']).toBe(0)
  })

  test.each([
    ['vespoLambdaPos', 1, { vespoLambdaPos: 0, vespoKPos: 0 }],
    ['vespoLambdaNeg', -1, { vespoLambdaNeg: 0, vespoKNeg: 0 }],
  ])('%s is at least 1e-4: φ = exp(1e-4 - 1e-4 · 1e4)', async (_, advantage, options) => {
    const found = await right(token(advantage, Math.log(1e4)), { lossType: 'vespo', ...options })
    expect(found.metrics['vespo/phi_seq_mean']).toBeCloseTo(Math.exp(1e-4 - 1), 5)
    // -φ A l, l = -1.
    expect(found.loss).toBeCloseTo(advantage * Math.exp(1e-4 - 1), 5)
  })
})
