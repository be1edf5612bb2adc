import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { readCase } from '../../../../src/cli/grpo/case/read-case.js'
import { batchOf } from '../../../../src/cli/grpo/plain/batch.js'
import { plainLoss } from '../../../../src/cli/grpo/plain/plain-loss.js'
import type { LossInputs } from '../../../../src/grpo/loss/inputs/read-inputs.js'
import { grpoLossAndGrad } from '../../../../src/grpo/loss/grpo-loss.js'
import { type GrpoLossOptions, grpoSettings } from '../../../../src/grpo/loss/trl/options.js'
import { lossDumps } from './dumps.js'

vi.mock('@tensorflow/tfjs-core', () => import('../../../golden/grpo/float64-tensors.js'))

const rightOf = <A>(either: { readonly _tag: string; readonly right?: A }): A => {
  if (either._tag !== 'Right') throw new Error(JSON.stringify(either))
  return either.right!
}

/** The library's loss in float64 beside the one that `corl grpo check` takes apart. */
const compare = async (id: unknown, inputs: LossInputs, options: GrpoLossOptions): Promise<void> => {
  const library = rightOf(await grpoLossAndGrad(inputs, options)())
  const plain = plainLoss(batchOf(inputs), rightOf(grpoSettings('test', options)))
  const near = (what: string, got: number, want: number, size: number): void => {
    if (!(Math.abs(got - want) <= 1e-12 * (1 + size))) expect.fail(`${String(id)} ${what}: ${got} for ${want}`)
  }
  near('loss', plain.loss, library.loss, plain.magnitude)
  for (const name of ['gradLogProbs', 'gradEntropies'] as const) {
    const want = library[name]?.flatMap((row) => Array.from(row)) ?? []
    const largest = want.reduce((most, number) => Math.max(most, Math.abs(number)), 0)
    want.forEach((number, at) => near(`${name} ${at}`, plain[name][at]!, number, largest))
  }
}

describe('the loss that corl grpo check takes apart', () => {
  it('is the one loss of the library, in float64: value and both gradients of every golden case', async () => {
    const dumps = lossDumps()
    expect(dumps.length).toBeGreaterThan(10)
    for (const dump of dumps) {
      const { inputs, config } = rightOf(readCase(dump))
      await compare(dump['id'], inputs!, config.loss)
    }
  }, 60_000)

  it('and of whatever else the library computes', async () => {
    const [B, T] = [3, 4]
    const matrix = (number: fc.Arbitrary<number>) =>
      fc.array(fc.array(number, { minLength: T, maxLength: T }), { minLength: B, maxLength: B })
    const logProb = fc.double({ min: -3, max: 0, noNaN: true })
    const bit = fc.constantFrom(0, 1)
    const advantage = fc.oneof(fc.constant(0), fc.double({ min: -2, max: 2, noNaN: true }))
    const byRowOrToken = (number: fc.Arbitrary<number>) =>
      fc.oneof(fc.array(number, { minLength: B, maxLength: B }), matrix(number))
    const inputs = fc.record(
      {
        logProbs: matrix(logProb),
        oldLogProbs: matrix(logProb),
        refLogProbs: matrix(logProb),
        entropies: matrix(fc.double({ min: 0, max: 3, noNaN: true })),
        advantages: byRowOrToken(advantage),
        completionMask: matrix(bit),
        samplingLogProbs: matrix(fc.oneof(logProb, fc.constant(NaN))),
        toolMask: matrix(bit),
        importanceWeights: byRowOrToken(fc.double({ min: 0, max: 3, noNaN: true })),
      },
      { requiredKeys: ['logProbs', 'refLogProbs', 'entropies', 'advantages', 'completionMask'] },
    )
    const share = fc.double({ min: 0.1, max: 1, noNaN: true })
    const options = fc.record({
      lossType: fc.constantFrom('grpo', 'bnpo', 'dr_grpo', 'dapo', 'cispo', 'sapo', 'luspo', 'vespo'),
      importanceSamplingLevel: fc.constantFrom('token', 'sequence'),
      epsilon: share,
      epsilonHigh: share,
      delta: fc.option(fc.double({ min: 0.5, max: 2, noNaN: true })),
      beta: fc.constantFrom(0, 0.1),
      useBiasCorrectionKl: fc.boolean(),
      offPolicyMaskThreshold: fc.option(fc.constantFrom(0, 0.3)),
      topEntropyQuantile: fc.constantFrom(0.3, 1),
      entropyCoef: fc.constantFrom(0, 0.05),
      maxCompletionLength: fc.constant(7),
      numItemsInBatch: fc.option(fc.integer({ min: 0, max: 20 })),
      numProcesses: fc.constantFrom(1, 2),
      gradientAccumulationSteps: fc.constantFrom(1, 4),
      stepsPerGeneration: fc.constantFrom(null, 8),
      mode: fc.constantFrom('train', 'eval'),
    })
    await fc.assert(
      fc.asyncProperty(inputs, options, (given, how) => compare('a made case', given, how)),
      { numRuns: 500 },
    )
  })
})
