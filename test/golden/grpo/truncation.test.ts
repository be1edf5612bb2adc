import { expect } from 'vitest'
import { completionMask } from '../../../src/grpo/masks/completion-mask.js'
import { type GoldenCase, goldenSuite } from '../support.js'
import { right } from './golden-numbers.js'

interface TruncationCase extends GoldenCase {
  readonly mask_truncated_completions: boolean
  readonly eos_token_ids: ReadonlyArray<number>
  readonly pad_token_id: number
  readonly completion_ids: ReadonlyArray<ReadonlyArray<number>>
  readonly expected: {
    readonly completion_ids_padded: ReadonlyArray<ReadonlyArray<number>>
    readonly completion_mask: ReadonlyArray<ReadonlyArray<number>>
    readonly num_items_in_batch: number
  }
}

goldenSuite<TruncationCase>({
  title: 'truncated completions of TRL',
  family: 'grpo',
  files: /^truncation.*\.json$/,
  check: ({ completion_ids, expected, ...golden }) => {
    const received = right(
      completionMask(completion_ids, {
        eosTokenIds: golden.eos_token_ids,
        padTokenId: golden.pad_token_id,
        maskTruncatedCompletions: golden.mask_truncated_completions,
      }),
    )
    const shape = [expected.completion_mask.length, expected.completion_mask[0]!.length]
    expect(received).toEqual({
      completionIds: { shape, data: Int32Array.from(expected.completion_ids_padded.flat()) },
      completionMask: {
        shape,
        data: Uint8Array.from(expected.completion_mask.flat()),
        numItemsInBatch: expected.num_items_in_batch,
      },
    })
  },
})
