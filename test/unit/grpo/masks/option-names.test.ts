import type { Either } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { RewardError } from '../../../../src/core/index.js'
import { advantagesOfOutcomes } from '../../../../src/grpo/advantages/advantages-of-outcomes.js'
import { advantages } from '../../../../src/grpo/advantages/advantages.js'
import { rlooAdvantages } from '../../../../src/grpo/advantages/rloo-advantages.js'
import { ulmAdvantages } from '../../../../src/grpo/advantages/ulm-advantages.js'
import { passAtKAdvantages } from '../../../../src/grpo/advantages/verl/pass-at-k.js'
import { reinforcePlusPlus } from '../../../../src/grpo/advantages/verl/reinforce-plus-plus.js'
import { verlAdvantages } from '../../../../src/grpo/advantages/verl/verl-advantages.js'
import { verlGrpo } from '../../../../src/grpo/advantages/verl/verl-grpo.js'
import { verlRloo } from '../../../../src/grpo/advantages/verl/verl-rloo.js'
import { completionMask } from '../../../../src/grpo/masks/completion-mask.js'
import { importanceSamplingCorrection } from '../../../../src/grpo/masks/importance-sampling-correction.js'
import { offPolicySequenceMask } from '../../../../src/grpo/masks/off-policy-sequence-mask.js'
import { topEntropyMask } from '../../../../src/grpo/masks/top-entropy-mask.js'
import { complaint } from '../advantages/right.js'

type Call = (options: any) => Either<RewardError, unknown>

const tokens = { tokenLevelRewards: [[1], [0]], responseMask: [[1], [1]], index: [0, 0] }
const sampled = { oldLogProbs: [[-1]], samplingLogProbs: [[-1]], mask: [[1]] }

const calls: ReadonlyArray<readonly [string, Call]> = [
  ['advantages', (options) => advantages([1, 0], options)],
  ['rlooAdvantages', (options) => rlooAdvantages([1, 0], options)],
  ['ulmAdvantages', (options) => ulmAdvantages({ t2i: [1, 0], mm2t: [0, 1] }, options)],
  ['verlAdvantages', (options) => verlAdvantages('opo', tokens, options)],
  ['verlGrpo', (options) => verlGrpo(tokens, options)],
  ['verlRloo', (options) => verlRloo(tokens, options)],
  ['passAtKAdvantages', (options) => passAtKAdvantages(tokens, options)],
  ['reinforcePlusPlus', (options) => reinforcePlusPlus(tokens, options)],
  ['completionMask', (options) => completionMask([[1]], options)],
  ['importanceSamplingCorrection', (options) => importanceSamplingCorrection(sampled, options)],
]

describe('options', () => {
  test.each(calls)('%s: a mistyped one is an error, not its default', (name, call) => {
    expect(complaint(call({ scale_rewards: 'none' }))).toMatch(
      new RegExp(`^${name}: expected an option \\(.+\\) for \`scale_rewards\`, got "none"$`),
    )
  })

  const others: ReadonlyArray<readonly [string, Call]> = [
    ['advantagesOfOutcomes', (options) => advantagesOfOutcomes([{ value: 1 }], options)],
    ['topEntropyMask', (options) => topEntropyMask([[1]], [[1]], options)],
    ['offPolicySequenceMask', (options) => offPolicySequenceMask({ ...sampled, logProbs: [[-1]], advantages: [1] }, options)], // prettier-ignore
  ]

  test.each([...calls, ...others])('%s: those that are no object are an error', (name, call) => {
    expect(complaint(call(null))).toBe(`${name}: expected an object for \`options\`, got null`)
  })

  test('text is no number', () => {
    expect(complaint(topEntropyMask([[1]], [[1]], { topEntropyQuantile: '0.5' as any }))).toContain('got "0.5"')
    expect(complaint(reinforcePlusPlus(tokens, { gamma: '0.5' as any }))).toContain('got "0.5"')
  })
})

test.each<[string, () => Either<RewardError, unknown>]>([
  ['ulmAdvantages: expected an object for `rewards`', () => ulmAdvantages(null as any, { numGenerations: 2 })],
  ['verlAdvantages: expected an object for `batch`', () => verlAdvantages('grpo', null as any)],
  ['verlGrpo: expected an object for `batch`', () => verlGrpo(null as any)],
  ['rlooAdvantages: expected an object for `kl`', () => rlooAdvantages([1, 0], { numGenerations: 2, kl: null as any })],
  ['importanceSamplingCorrection: expected an object for `sampled`', () => importanceSamplingCorrection(null as any)],
  ['offPolicySequenceMask: expected an object for `batch`', () => offPolicySequenceMask(null as any, { offPolicyMaskThreshold: 0 })], // prettier-ignore
])('%s', (sentence, call) => {
  expect(complaint(call())).toBe(`${sentence}, got null`)
})
