import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { grpoLossAndGrad, type GrpoLossAndGrad } from '../../../../src/grpo/loss/grpo-loss.js'
import { ulmLossAndGrad } from '../../../../src/grpo/loss/ulm/ulm-loss.js'
import { policyLossAndGrad } from '../../../../src/grpo/loss/verl/policy-loss.js'
import { batchesOf, numbers } from './arbitraries.js'

// In float64, so that differences of losses tell a gradient to six digits.
vi.mock('@tensorflow/tfjs-core', () => import('../../../golden/grpo/float64-tensors.js'))

const LOSS_TYPES = ['grpo', 'bnpo', 'dr_grpo', 'dapo', 'cispo', 'sapo', 'luspo', 'vespo'] as const

interface Batch {
  readonly logProbs: Array<Array<number>>
  readonly oldLogProbs: Array<Array<number>>
  readonly refLogProbs: Array<Array<number>>
  readonly entropies: Array<Array<number>>
  readonly advantages: Array<number>
  readonly completionMask: Array<Array<number>>
}

const batches = batchesOf<Batch>(({ grid, rows }) => ({
  logProbs: grid(numbers(-4, 0)),
  oldLogProbs: grid(numbers(-4, 0)),
  refLogProbs: grid(numbers(-4, 0)),
  entropies: grid(numbers(0, 5)),
  advantages: rows(numbers(-3, 3)),
  completionMask: grid(fc.constantFrom(0, 1, 1)),
}))

const right = async <A>(
  run: () => Promise<{ _tag: 'Left'; left: unknown } | { _tag: 'Right'; right: A }>,
): Promise<A> => {
  const found = await run()
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

const grpo = (inputs: Batch, options: object): Promise<GrpoLossAndGrad> =>
  right(grpoLossAndGrad(inputs, { maxCompletionLength: 7, ...options }))

const STEP = 1e-6

/** Each entry of a gradient against (L(x + h) - L(x - h)) / 2h, but where the loss has a kink: there the two sides differ. */
const expectGradient = async (
  grid: ReadonlyArray<ReadonlyArray<number>>,
  gradient: ReadonlyArray<ArrayLike<number>>,
  lossAt: (grid: ReadonlyArray<ReadonlyArray<number>>) => Promise<number>,
): Promise<void> => {
  const here = await lossAt(grid)
  const moved = (i: number, t: number, by: number): Array<Array<number>> =>
    grid.map((row, j) => row.map((value, u) => (i === j && t === u ? value + by : value)))
  for (const [i, row] of grid.entries()) {
    for (const t of row.keys()) {
      const [up, down] = [await lossAt(moved(i, t, STEP)), await lossAt(moved(i, t, -STEP))]
      const [after, before] = [(up - here) / STEP, (here - down) / STEP]
      const scale = 1 + Math.abs(here) + Math.abs(after) + Math.abs(before)
      if (Math.abs(after - before) > 1e-3 * scale) continue
      expect(Math.abs(gradient[i]![t]! - (after + before) / 2), `[${i}][${t}]`).toBeLessThan(1e-4 * scale)
    }
  }
}

describe('gradient against central differences', () => {
  // The weights of cispo and vespo are held: their gradient is not that of the value.
  const moving = LOSS_TYPES.filter((lossType) => lossType !== 'cispo' && lossType !== 'vespo')

  test('TRL', async () => {
    const options = fc.record({
      lossType: fc.constantFrom(...moving),
      importanceSamplingLevel: fc.constantFrom('token', 'sequence'),
      beta: fc.constantFrom(0, 0.1),
      useBiasCorrectionKl: fc.boolean(),
      delta: fc.constantFrom(null, 1.1, 3),
      epsilonHigh: fc.constantFrom(0.2, 0.5),
      gradientAccumulationSteps: fc.constantFrom(1, 4),
    })
    await fc.assert(
      fc.asyncProperty(batches, options, async (batch, given) => {
        const { gradLogProbs } = await grpo(batch, given)
        await expectGradient(
          batch.logProbs,
          gradLogProbs,
          async (logProbs) => (await grpo({ ...batch, logProbs: logProbs as any }, given)).loss,
        )
      }),
      { numRuns: 60 },
    )
  })

  test('the entropy bonus, by entropies', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.constantFrom(1, 0.4), async (batch, topEntropyQuantile) => {
        const options = { entropyCoef: 0.5, topEntropyQuantile }
        // On the backend the threshold is no rounder than the entropies: a token that is moved by a step stays with it.
        const at = (grid: ReadonlyArray<ReadonlyArray<number>>): Promise<GrpoLossAndGrad> => {
          const entropies = tf.tensor2d(grid.flat(), [grid.length, grid[0]!.length]) as any
          return grpo({ ...batch, advantages: batch.advantages.map(() => 0), entropies }, options)
        }
        const { gradEntropies } = await at(batch.entropies)
        await expectGradient(batch.entropies, gradEntropies!, async (entropies) => (await at(entropies)).loss)
      }),
      { numRuns: 30 },
    )
  })

  test('ULM-R1, by both branches', async () => {
    await fc.assert(
      fc.asyncProperty(batches, batches, fc.constantFrom(0, 0.1), async (mm2t, t2i, beta) => {
        const found = await right(ulmLossAndGrad({ mm2t, t2i }, { beta }))
        const lossOf = async (branches: any): Promise<number> => (await right(ulmLossAndGrad(branches, { beta }))).loss
        await expectGradient(mm2t.logProbs, found.gradMm2t, (logProbs) => lossOf({ mm2t: { ...mm2t, logProbs }, t2i }))
        await expectGradient(t2i.logProbs, found.gradT2i, (logProbs) => lossOf({ mm2t, t2i: { ...t2i, logProbs } }))
      }),
      { numRuns: 20 },
    )
  })

  test('verl', async () => {
    // The gradient of gspo is token by token, the weights of cispo are held, and clip_cov and kl_cov choose tokens by what they hold.
    const options = fc.record({
      lossMode: fc.constantFrom('vanilla', 'sapo', 'gpg', 'geo_mean'),
      lossAggMode: fc.constantFrom(
        'token-mean',
        'seq-mean-token-sum',
        'seq-mean-token-mean',
        'seq-mean-token-sum-norm',
      ),
      clipRatioC: fc.constantFrom(1.5, 3),
    })
    await fc.assert(
      fc.asyncProperty(batches, options, async (batch, given: any) => {
        const { gradLogProbs } = await right(policyLossAndGrad(batch, given))
        await expectGradient(
          batch.logProbs,
          gradLogProbs,
          async (logProbs) => (await right(policyLossAndGrad({ ...batch, logProbs: logProbs as any }, given))).loss,
        )
      }),
      { numRuns: 60 },
    )
  })
})

const settings = fc.record({
  lossType: fc.constantFrom(...LOSS_TYPES),
  importanceSamplingLevel: fc.constantFrom('token', 'sequence'),
  beta: fc.constantFrom(0, 0.1),
  topEntropyQuantile: fc.constantFrom(1, 0.5),
  entropyCoef: fc.constantFrom(0, 0.1),
  offPolicyMaskThreshold: fc.constantFrom(null, 0.5),
})

const near = (received: number, expected: number): void => {
  if (Number.isNaN(expected)) expect(received).toBeNaN()
  else expect(Math.abs(received - expected)).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(expected))
}

describe('laws of every loss type', () => {
  test('the order of rows does not matter, and gradients move with their rows', async () => {
    await fc.assert(
      fc.asyncProperty(batches, settings, async (batch, options) => {
        const backwards = Object.fromEntries(
          Object.entries(batch).map(([name, rows]) => [name, [...rows].reverse()]),
        ) as any
        const [one, other] = [await grpo(batch, options), await grpo(backwards, options)]
        near(other.loss, one.loss)
        for (const [name, value] of Object.entries(one.metrics)) near(other.metrics[name]!, value)
        const turned = [...other.gradLogProbs].reverse()
        for (const [i, row] of one.gradLogProbs.entries())
          Array.from(row).forEach((value, t) => near(turned[i]![t]!, value))
      }),
    )
  })

  test('tokens that do not count have a gradient of exactly 0', async () => {
    await fc.assert(
      fc.asyncProperty(batches, settings, async (batch, options) => {
        const { gradLogProbs, gradEntropies } = await grpo(batch, options)
        for (const [i, row] of batch.completionMask.entries()) {
          for (const [t, one] of row.entries()) {
            if (one === 1) continue
            expect(gradLogProbs[i]![t]! + 0).toBe(0)
            expect(gradEntropies![i]![t]! + 0).toBe(0)
          }
        }
      }),
    )
  })

  test('padding on the right changes nothing but what a width of one shows', async () => {
    await fc.assert(
      fc.asyncProperty(batches, settings, async (batch, options) => {
        fc.pre(batch.advantages.length > 0 && batch.logProbs[0]!.length > 1)
        const padded = Object.fromEntries(
          Object.entries(batch).map(([name, rows]) => [
            name,
            name === 'advantages' ? rows : rows.map((row: any) => [...row, 0]),
          ]),
        ) as any
        const [one, other] = [await grpo(batch, options), await grpo(padded, options)]
        near(other.loss, one.loss)
        for (const [name, value] of Object.entries(one.metrics)) near(other.metrics[name]!, value)
      }),
    )
  })

  test('shares lie in [0, 1], and the KL estimate and the entropy are not negative', async () => {
    await fc.assert(
      fc.asyncProperty(batches, settings, async (batch, options) => {
        const { metrics } = await grpo(batch, options)
        for (const [name, value] of Object.entries(metrics)) {
          if (name.includes('clip') && !Number.isNaN(value)) {
            expect(value, name).toBeGreaterThanOrEqual(0)
            expect(value, name).toBeLessThanOrEqual(1 + 1e-12)
          }
          if (name === 'kl' || name === 'entropy' || name.startsWith('vespo'))
            expect(value, name).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('at ratio 1 the loss is -A in the mean, and the gradient of a row -A over its length and the rows', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.constantFrom('token', 'sequence'), async (batch, importanceSamplingLevel) => {
        const { oldLogProbs: _, ...inputs } = batch
        const { loss, gradLogProbs } = await grpo(inputs as Batch, { lossType: 'grpo', importanceSamplingLevel })
        const lengths = batch.completionMask.map((row) => row.filter((one) => one === 1).length)
        const rows = lengths.length
        near(
          loss,
          batch.advantages.reduce((sum, advantage, i) => sum - (lengths[i]! > 0 ? advantage / rows : 0), 0),
        )
        for (const [i, row] of batch.completionMask.entries()) {
          for (const [t, one] of row.entries())
            near(gradLogProbs[i]![t]!, one === 1 ? -batch.advantages[i]! / lengths[i]! / rows : 0)
        }
      }),
    )
  })
})
