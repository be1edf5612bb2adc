import { vi } from 'vitest'
import { checkLoss, FLOAT64, type LossCase, readBatches } from './loss-cases.js'
import { goldenSuite } from '../support.js'

vi.mock('@tensorflow/tfjs-core', () => import('./float64-tensors.js'))

const batches = readBatches()

goldenSuite<LossCase>({
  title: 'GRPO losses in float64',
  family: 'grpo',
  files: /^losses.*\.json$/,
  check: (golden) => checkLoss(golden, batches.get(golden.batch)!, FLOAT64),
})
