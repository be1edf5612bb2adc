import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'
import { masksOf } from '../../../src/grpo/loss/blocks/masks.js'
import { entropyMask } from '../../../src/grpo/loss/trl/entropy-mask.js'
import type { GoldenCase } from '../support.js'
import type { Grid } from './loss-cases.js'

export interface EntropyMaskCase extends GoldenCase {
  readonly top_entropy_quantile: number
  readonly entropies: Grid
  readonly mask: Grid
  readonly expected: { readonly entropy_mask: Grid }
}

/** One case of entropy_mask.json, on a tensor of the backend in use. */
export const checkEntropyMask = async (golden: EntropyMaskCase): Promise<void> => {
  const { mask, top_entropy_quantile, expected } = golden
  const [entropies, shape] = [golden.entropies.flat(), [mask.length, mask[0]!.length] as const]
  const before = tf.memory().numTensors
  const chosen = tf.tidy(() => {
    const masks = masksOf({ completionMask: { shape, source: mask.flat() } })
    return entropyMask(tf.tensor2d(entropies, [...shape]), top_entropy_quantile, masks)
  })
  const found = Array.from(await chosen.data())
  chosen.dispose()
  expect(tf.memory().numTensors).toBe(before)
  // The original holds these float64 entropies against a threshold in float32: an entropy that is the threshold falls short of it where it
  // was rounded upwards. On a tensor both are float32.
  const lowest = Math.min(...entropies.filter((_, k) => found[k] === 1))
  const wanted = expected.entropy_mask
    .flat()
    .map((one, k) => (found[k] === 1 && entropies[k] === lowest && Math.fround(lowest) > lowest ? 1 : one))
  expect(found).toEqual(wanted)
}
