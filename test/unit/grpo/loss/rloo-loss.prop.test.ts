import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { rlooLossAndGrad, type RlooLossAndGrad } from '../../../../src/grpo/loss/rloo/rloo-loss.js'
import { batchesOf, numbers } from './arbitraries.js'

// In float64, so that differences of losses tell a gradient to six digits.
vi.mock('@tensorflow/tfjs-core', () => import('../../../golden/grpo/float64-tensors.js'))

interface Batch {
  readonly logProbs: Array<Array<number>>
  readonly oldLogProbs: Array<Array<number>>
  readonly advantages: Array<number>
  readonly completionMask: Array<Array<number>>
}

const batches = batchesOf<Batch>(({ grid, rows }) => ({
  logProbs: grid(numbers(-2, 0)),
  oldLogProbs: grid(numbers(-2, 0)),
  advantages: rows(fc.oneof(numbers(-3, 3), fc.constant(0))),
  completionMask: grid(fc.constantFrom(0, 1, 1)),
}))

const ranges = fc.record({ epsilon: fc.constantFrom(0.1, 0.2, 0.9), epsilonHigh: fc.constantFrom(null, 0.3, 2) })

const rloo = async (inputs: Batch, options: object): Promise<RlooLossAndGrad> => {
  const found = await rlooLossAndGrad(inputs, options)()
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

/** The formula as it is written: exponentials of two sums, row by row. */
const plainLoss = (batch: Batch, low: number, high: number): number => {
  const sumOf = (grid: ReadonlyArray<ReadonlyArray<number>>, i: number): number =>
    grid[i]!.reduce((sum, value, t) => sum + batch.completionMask[i]![t]! * value, 0)
  const losses = batch.advantages.map((advantage, i) => {
    const weight = Math.exp(sumOf(batch.logProbs, i) - sumOf(batch.oldLogProbs, i))
    const held = Math.min(Math.max(weight, 1 - low), 1 + high)
    return -Math.min(weight * advantage, held * advantage)
  })
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

test('the loss is the formula, in float64', async () => {
  await fc.assert(
    fc.asyncProperty(batches, ranges, async (batch, options) => {
      const { loss } = await rloo(batch, options)
      const expected = plainLoss(batch, options.epsilon, options.epsilonHigh ?? options.epsilon)
      expect(Math.abs(loss - expected)).toBeLessThanOrEqual(1e-10 + 1e-9 * Math.abs(expected))
    }),
  )
})

const STEP = 1e-6

test('the gradient is what central differences of the formula say, but at a kink', async () => {
  await fc.assert(
    fc.asyncProperty(batches, ranges, async (batch, options) => {
      const { gradLogProbs } = await rloo(batch, options)
      const lossAt = (i: number, t: number, by: number): number => {
        const logProbs = batch.logProbs.map((row, j) => row.map((one, u) => (i === j && t === u ? one + by : one)))
        return plainLoss({ ...batch, logProbs }, options.epsilon, options.epsilonHigh ?? options.epsilon)
      }
      for (const [i, row] of batch.logProbs.entries()) {
        for (const t of row.keys()) {
          const [up, here, down] = [lossAt(i, t, STEP), lossAt(i, t, 0), lossAt(i, t, -STEP)]
          const [after, before] = [(up - here) / STEP, (here - down) / STEP]
          const scale = 1 + Math.abs(here) + Math.abs(after) + Math.abs(before)
          if (Math.abs(after - before) > 1e-3 * scale) continue
          expect(Math.abs(gradLogProbs[i]![t]! - (after + before) / 2), `[${i}][${t}]`).toBeLessThan(1e-4 * scale)
        }
      }
    }),
  )
})
