import type { Batch } from '../plain/batch.js'
import type { PlainSettings } from '../plain/settings.js'
import { inBatch, inSettings, type LossMistake, shifted } from './loss-mistake.js'

type OffPolicy = NonNullable<PlainSettings['offPolicy']>

const OFF_POLICY: Readonly<Record<OffPolicy, string>> = {
  sum: 'by the sum of their log-ratios instead of the mean',
  negated: 'by policy less sampler instead of sampler less policy (the sign of the log-ratios)',
  'any advantage': 'whatever their advantage is, not those of a negative one alone',
}

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
  ...(Object.entries(OFF_POLICY) as ReadonlyArray<[OffPolicy, string]>).map(([offPolicy, how]) =>
    inSettings(`mask: off-policy sequences told ${how}`, ({ offPolicyMaskThreshold }) =>
      offPolicyMaskThreshold === null ? undefined : { offPolicy },
    ),
  ),
  inSettings('mask: tokens of low entropy kept (top_entropy_quantile ignored)', (settings) =>
    settings.topEntropyQuantile === 1 ? undefined : { topEntropyQuantile: 1 },
  ),
  inSettings('mask: top_entropy_quantile taken for the share to drop', ({ topEntropyQuantile }) =>
    topEntropyQuantile === 1 ? undefined : { topEntropyQuantile: 1 - topEntropyQuantile },
  ),
  inSettings('mask: the tokens of the lowest entropy kept instead of the highest', (settings) =>
    settings.topEntropyQuantile === 1 ? undefined : { topEntropy: 'lowest' },
  ),
  inSettings(
    'mask: the tokens of the highest entropy of each completion kept instead of those of the batch',
    (settings) => (settings.topEntropyQuantile === 1 ? undefined : { topEntropy: 'by completion' }),
  ),
  inSettings('mask: padding counted where the threshold of the entropy is found', (settings) =>
    settings.topEntropyQuantile === 1 ? undefined : { topEntropy: 'padding counted' },
  ),
  inBatch('sign: advantages negated', ({ advantages }) => ({ advantages: advantages.map((advantage) => -advantage) })),
  inBatch('advantages: each completion with that of the one before it', (batch) => ofOther(batch, -1)),
  inBatch('advantages: each completion with that of the one after it', (batch) => ofOther(batch, 1)),
]

/** The first follows the last. */
const ofOther = ({ advantages, rows, columns }: Batch, by: 1 | -1): Partial<Batch> | undefined =>
  rows < 2
    ? undefined
    : { advantages: advantages.map((_, at) => advantages[(at + (by + rows) * columns) % advantages.length] as number) }

/** The mask, and where it lies then: what was outside of it before is taken as it was given. */
const moved = ({ completionMask, toolMask, columns }: Batch, by: 1 | -1): Partial<Batch> | undefined =>
  columns < 2
    ? undefined
    : {
        completionMask: shifted(completionMask, columns, by, 0),
        ...(toolMask !== undefined && { toolMask: shifted(toolMask, columns, by, 0) }),
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
