import { vi } from 'vitest'
import { goldenSuite } from '../support.js'
import { FLOAT64 } from './loss-cases.js'
import { checkUlmLoss, type UlmCase } from './ulm-cases.js'

vi.mock('@tensorflow/tfjs-core', () => import('./float64-tensors.js'))

goldenSuite<UlmCase>({
  title: 'ULM-R1 losses in float64',
  family: 'grpo',
  files: /^ulm_losses.*\.json$/,
  check: (golden) => checkUlmLoss(golden, FLOAT64),
})
