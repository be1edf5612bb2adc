import '@tensorflow/tfjs-backend-cpu'
import { goldenSuite } from '../support.js'
import { FLOAT32 } from './loss-cases.js'
import { checkUlmLoss, type UlmCase } from './ulm-cases.js'

goldenSuite<UlmCase>({
  title: 'ULM-R1 losses in float32',
  family: 'grpo',
  files: /^ulm_losses.*\.json$/,
  check: (golden) => checkUlmLoss(golden, FLOAT32),
})
