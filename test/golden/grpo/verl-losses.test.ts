import '@tensorflow/tfjs-backend-cpu'
import { goldenSuite } from '../support.js'
import { FLOAT32 } from './loss-cases.js'
import { checkKlPenalty, checkPolicyLoss, isKlPenalty, type KlPenaltyCase, type VerlCase } from './verl-cases.js'

const files = /^verl_losses.*\.json$/

goldenSuite<VerlCase>({
  title: "verl's policy losses in float32",
  family: 'grpo',
  files,
  select: (golden) => !isKlPenalty(golden),
  check: (golden) => checkPolicyLoss(golden, FLOAT32),
})

goldenSuite<KlPenaltyCase>({
  title: "verl's KL penalties in float32",
  family: 'grpo',
  files,
  select: isKlPenalty,
  check: (golden) => checkKlPenalty(golden, FLOAT32),
})
