import { vi } from 'vitest'
import { goldenSuite } from '../support.js'
import { FLOAT64 } from './loss-cases.js'
import { checkKlPenalty, checkPolicyLoss, isKlPenalty, type KlPenaltyCase, type VerlCase } from './verl-cases.js'

vi.mock('@tensorflow/tfjs-core', () => import('./float64-tensors.js'))

const files = /^verl_losses.*\.json$/

goldenSuite<VerlCase>({
  title: "verl's policy losses in float64",
  family: 'grpo',
  files,
  select: (golden) => !isKlPenalty(golden),
  check: (golden) => checkPolicyLoss(golden, FLOAT64),
})

goldenSuite<KlPenaltyCase>({
  title: "verl's KL penalties in float64",
  family: 'grpo',
  files,
  select: isKlPenalty,
  check: (golden) => checkKlPenalty(golden, FLOAT64),
})
