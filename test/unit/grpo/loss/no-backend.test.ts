import { expect, test } from 'vitest'
import { grpoLoss, grpoLossAndGrad } from '../../../../src/grpo/loss/grpo-loss.js'
import { klPenalty } from '../../../../src/grpo/loss/verl/kl-penalty.js'
import { RewardException } from '../../../../src/score.js'
import { ONE } from './calls.js'

// No backend is imported here: whoever imports the losses alone has none either.
test('without a backend of tfjs a loss says how to get one', async () => {
  const error = { _tag: 'Unavailable', reward: 'grpoLossAndGrad', reason: expect.stringContaining('pickBackend') }
  expect(await grpoLossAndGrad(ONE)()).toMatchObject({ left: error })
  expect(() => grpoLoss(ONE)).toThrow(RewardException)
  expect(() => klPenalty({ logProbs: [[-1]], refLogProbs: [[-1]] })).toThrow(/pickBackend/)
})
