import { vi } from 'vitest'
import { batchFinder, checkLoss, FLOAT64, type LossCase } from './loss-cases.js'
import { goldenSuite } from '../support.js'

vi.mock('@tensorflow/tfjs-core', () => import('./float64-tensors.js'))

const batchOf = batchFinder()

goldenSuite<LossCase>({
  title: 'GRPO losses in float64',
  family: 'grpo',
  files: /^losses.*\.json$/,
  check: (golden) => checkLoss(golden, batchOf(golden), FLOAT64),
})
