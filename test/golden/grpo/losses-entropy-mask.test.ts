import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import { masksOf } from '../../../src/grpo/loss/blocks/masks.js'
import { entropyMask } from '../../../src/grpo/loss/trl/entropy-mask.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import type { Grid } from './loss-cases.js'

interface EntropyMaskCase extends GoldenCase {
  readonly top_entropy_quantile: number
  readonly entropies: Grid
  readonly mask: Grid
  readonly expected: { readonly entropy_mask: Grid }
}

goldenSuite<EntropyMaskCase>({
  title: 'top-entropy masks on tensors',
  family: 'grpo',
  files: /^entropy_mask.*\.json$/,
  check: ({ entropies, mask, top_entropy_quantile, expected }) => {
    const shape = [mask.length, mask[0]!.length] as const
    const found = tf.tidy(() => {
      const masks = masksOf({ completionMask: { shape, source: mask.flat() } })
      return Array.from(entropyMask(tf.tensor2d(entropies.flat(), [...shape]), top_entropy_quantile, masks).dataSync())
    })
    // The original holds these float64 entropies against a threshold in float32: an entropy that is the threshold falls short of it where it
    // was rounded upwards. On a tensor both are float32.
    const [lowest] = entropies
      .flat()
      .filter((_, k) => found[k] === 1)
      .sort((a, b) => a - b)
    const wanted = expected.entropy_mask.flat().map((one, k) => {
      const entropy = entropies.flat()[k]!
      return found[k] === 1 && entropy === lowest && Math.fround(entropy) > entropy ? 1 : one
    })
    expect(found).toEqual(wanted)
  },
})
