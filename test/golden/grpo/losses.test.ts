import '@tensorflow/tfjs-backend-cpu'
import { batchFinder, checkLoss, FLOAT32, type LossCase } from './loss-cases.js'
import { goldenSuite } from '../support.js'

const batchOf = batchFinder()

goldenSuite<LossCase>({
  title: 'GRPO losses in float32',
  family: 'grpo',
  files: /^losses.*\.json$/,
  check: (golden) => checkLoss(golden, batchOf(golden), FLOAT32),
})
