import type { Batch } from '../plain/batch.js'
import { inBatch, inSettings, type LossMistake } from './loss-mistake.js'

/** Which tokens count, and what their losses are multiplied by. */
export const maskMistakes: ReadonlyArray<LossMistake> = [
  inBatch('mask: shifted by one to the right', (batch) => moved(batch, -1)),
  inBatch('mask: shifted by one to the left', (batch) => moved(batch, 1)),
  inBatch('mask: padding counted', ({ completionMask }) =>
    completionMask.includes(0) ? { completionMask: completionMask.map(() => 1) } : undefined,
  ),
  inBatch('mask: the last token of each completion (EOS) dropped', (batch) => ({
    completionMask: without(batch, (isOne, at) => isOne(at) && !isOne(at + 1)),
  })),
  inBatch('mask: the first token of each completion dropped', (batch) => ({
    completionMask: without(batch, (isOne, at) => isOne(at) && !isOne(at - 1)),
  })),
  {
    reason: 'mask: tokens of tools counted (tool_mask ignored)',
    make: ({ batch: { toolMask, ...batch }, settings }) => (toolMask === undefined ? undefined : { batch, settings }),
  },
  {
    reason: 'weights: the correction for the inference engine (importance_sampling_ratio) ignored',
    make: ({ batch: { importanceWeights, ...batch }, settings }) =>
      importanceWeights === undefined ? undefined : { batch, settings },
  },
  inSettings('mask: off-policy sequences kept (off_policy_mask_threshold ignored)', (settings) =>
    settings.offPolicyMaskThreshold === null ? undefined : { offPolicyMaskThreshold: null },
  ),
  {
    reason: 'mask: off-policy sequences told by the old log-probabilities instead of those of the sampler',
    make: ({ batch: { samplingLogProbs, ...batch }, settings }) =>
      samplingLogProbs === undefined || settings.offPolicyMaskThreshold === null ? undefined : { batch, settings },
  },
  inSettings('mask: tokens of low entropy kept (top_entropy_quantile ignored)', (settings) =>
    settings.topEntropyQuantile === 1 ? undefined : { topEntropyQuantile: 1 },
  ),
  inSettings('mask: top_entropy_quantile taken for the share to drop', ({ topEntropyQuantile }) =>
    topEntropyQuantile === 1 ? undefined : { topEntropyQuantile: 1 - topEntropyQuantile },
  ),
  inSettings('mask: the tokens of the lowest entropy kept instead of the highest', (settings) =>
    settings.topEntropyQuantile === 1 ? undefined : { topEntropy: 'lowest' },
  ),
  inBatch('sign: advantages negated', ({ advantages }) => ({ advantages: advantages.map((advantage) => -advantage) })),
]

/** The mask, and where it lies then: what was outside of it before is taken as it was given. */
const moved = ({ completionMask, toolMask, rows, columns }: Batch, by: 1 | -1): Partial<Batch> | undefined => {
  if (columns < 2) return undefined
  const shift = (mask: Uint8Array): Uint8Array =>
    Uint8Array.from({ length: rows * columns }, (_, at) => {
      const column = (at % columns) + by
      return column < 0 || column >= columns ? 0 : (mask[at + by] as number)
    })
  return { completionMask: shift(completionMask), ...(toolMask !== undefined && { toolMask: shift(toolMask) }) }
}

/** The mask without some of its ones; `isOne` looks along the row. */
const without = (
  { completionMask, columns }: Batch,
  drops: (isOne: (at: number) => boolean, at: number) => boolean,
): Uint8Array =>
  completionMask.map((one, at) => {
    const row = Math.floor(at / columns)
    const isOne = (place: number): boolean => Math.floor(place / columns) === row && completionMask[place] === 1
    return drops(isOne, at) ? 0 : one
  })
