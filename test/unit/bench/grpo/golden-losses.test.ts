import '@tensorflow/tfjs-backend-cpu'
import { fileURLToPath } from 'node:url'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import {
  type GoldenLoss,
  type GoldenLosses,
  type LossCall,
  measureGolden,
  readGoldenLosses,
} from '../../../../src/cli/bench/grpo/golden-losses.js'
import { grpoLossAndGrad } from '../../../../src/grpo/loss/grpo-loss.js'
import { ulmLossAndGrad } from '../../../../src/grpo/loss/ulm/ulm-loss.js'
import { policyLossAndGrad } from '../../../../src/grpo/loss/verl/policy-loss.js'

const shipped = fileURLToPath(new URL('../../../../bench/golden', import.meta.url))
const calls = { grpo: grpoLossAndGrad, ulm: ulmLossAndGrad, policy: policyLossAndGrad }

describe('the shipped golden losses', () => {
  const file = readGoldenLosses(shipped)

  test('say first where they come from, and how near is near', () => {
    expect(Object.keys(file)).toEqual(['origin', 'versions', 'tolerance', 'toleranceReason', 'arrays', 'cases'])
    expect(JSON.stringify(file).length).toBeLessThan(40_000)
  })

  test('hold every loss type of TRL, ULM-R1 and the policy losses of verl', () => {
    const names = (loss: GoldenLoss['loss'], option: string) =>
      new Set(file.cases.filter((golden) => golden.loss === loss).map(({ options }) => options[option]))
    expect([...names('grpo', 'lossType')].sort()).toEqual([
      'bnpo',
      'cispo',
      'dapo',
      'dr_grpo',
      'grpo',
      'luspo',
      'sapo',
      'vespo',
    ])
    expect(names('ulm', 'beta').size).toBeGreaterThan(0)
    expect(names('policy', 'lossMode').size).toBe(8)
  })

  test('agree, all of them', async () => {
    expect(await measureGolden(file, calls)).toEqual({
      agreed: file.cases.length,
      cases: file.cases.length,
      differences: [],
    })
  })
})

describe('measureGolden', () => {
  const golden = (changed: Partial<GoldenLoss['expected']> = {}): GoldenLosses => ({
    origin: 'by hand',
    versions: {},
    tolerance: { loss: 1e-6, lossRelative: 0.1, gradientOfLargest: 0.01 },
    toleranceReason: 'made up',
    arrays: { 'a/logProbs': [[-1]] },
    cases: [
      {
        id: 'one',
        loss: 'grpo',
        options: { beta: 0 },
        inputs: { logProbs: 'a/logProbs', advantages: [2], t2i: { logProbs: 'a/logProbs' } },
        expected: { loss: 10, gradients: { gradLogProbs: [[1, -100]] }, ...changed },
      },
    ],
  })
  const answering =
    (answer: { loss: number; gradLogProbs?: ReadonlyArray<ReadonlyArray<number>> }): LossCall =>
    () =>
      TE.right(answer)
  const differences = async (call: LossCall): Promise<ReadonlyArray<string>> =>
    (await measureGolden(golden(), { ...calls, grpo: call })).differences.map(({ what }) => what)

  test('names of arrays are replaced, in branches too', async () => {
    let got: unknown
    await differences((inputs) => {
      got = inputs
      return TE.right({ loss: 10 })
    })
    expect(got).toEqual({ logProbs: [[-1]], advantages: [2], t2i: { logProbs: [[-1]] } })
  })

  test('a loss may be off by its own share, a gradient by that of its largest entry, and no further', async () => {
    expect(await differences(answering({ loss: 10.9, gradLogProbs: [[1.9, -100.9]] }))).toEqual([])
    expect(await differences(answering({ loss: 11.1, gradLogProbs: [[1, -100]] }))).toEqual([
      'loss: expected 10, got 11.1',
    ])
    expect(await differences(answering({ loss: 10, gradLogProbs: [[2.1, -100]] }))).toEqual([
      'gradLogProbs[0][0]: expected 1, got 2.1',
    ])
  })

  test('a gradient that is not there, a NaN and an error are no agreement', async () => {
    expect(await differences(answering({ loss: 10 }))).toEqual(['gradLogProbs[0][0]: expected 1, got undefined'])
    expect(await differences(answering({ loss: NaN, gradLogProbs: [[1, -100]] }))).toEqual([
      'loss: expected 10, got NaN',
    ])
    const error = { _tag: 'Unavailable', reward: 'grpo', reason: 'no device' } as const
    expect(await differences(() => TE.left(error))).toEqual([expect.stringContaining('no device')])
  })
})
