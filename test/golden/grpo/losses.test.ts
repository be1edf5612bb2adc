import '@tensorflow/tfjs-backend-cpu'
import { checkLoss, FLOAT32, type LossCase, readBatches } from './loss-cases.js'
import { goldenSuite } from '../support.js'

const batches = readBatches()

goldenSuite<LossCase>({
  title: 'GRPO losses in float32',
  family: 'grpo',
  files: /^losses.*\.json$/,
  check: (golden) => checkLoss(golden, batches.get(golden.batch)!, FLOAT32),
})
