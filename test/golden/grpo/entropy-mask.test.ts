import { expect } from 'vitest'
import { topEntropyMask } from '../../../src/grpo/masks/top-entropy-mask.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { right } from './golden-numbers.js'

interface EntropyCase extends GoldenCase {
  readonly top_entropy_quantile: number
  readonly entropies: ReadonlyArray<ReadonlyArray<number>>
  readonly mask: ReadonlyArray<ReadonlyArray<number>>
  readonly expected: { readonly entropy_mask: ReadonlyArray<ReadonlyArray<number>> }
}

goldenSuite<EntropyCase>({
  title: 'top-entropy mask of TRL',
  family: 'grpo',
  files: /^entropy_mask.*\.json$/,
  check: ({ top_entropy_quantile: topEntropyQuantile, entropies, mask, expected }) => {
    const { data } = right(topEntropyMask(entropies, mask, { topEntropyQuantile }))
    expect([...data]).toEqual(expected.entropy_mask.flat())
  },
})
