import '@tensorflow/tfjs-backend-cpu'
import { goldenSuite } from '../support.js'
import { checkEntropyMask, type EntropyMaskCase } from './entropy-mask-cases.js'

goldenSuite<EntropyMaskCase>({
  title: 'top-entropy masks on tensors',
  family: 'grpo',
  files: /^entropy_mask.*\.json$/,
  check: checkEntropyMask,
})
