import { describe, type RewardError } from '../core/error.js'
import type { BertScoreModel } from './model.js'
import type { Baseline } from './rescale.js'

/**
 * Whose BERTScore it is.
 *
 * | | special tokens | cosines |
 * | --- | --- | --- |
 * | `'paper'` | have no weight; others may match them | as they are |
 * | `'released'` | take no part | negative ones count as 0 |
 *
 * `'paper'` is what the authors' program does; `'released'` is torchmetrics' `BERTScore`, which ULM-R1 trained with.
 *
 * @category model
 * @since 0.4.0
 */
export type BertScoreVariant = 'paper' | 'released'

/**
 * Options of the reward {@link bertScoreReward}.
 *
 * @category model
 * @since 0.4.0
 */
export interface BertScoreRewardOptions {
  /** Default `'paper'`. */
  readonly variant?: BertScoreVariant
  /** Whether scores are spread by a baseline: true for the one that is published for the network and its layer, or one of your own. Default false. */
  readonly rescale?: boolean | Baseline
  /** Texts by which rare tokens weigh more: references, as a rule. Default: all tokens weigh the same. */
  readonly idf?: ReadonlyArray<string>
}

/**
 * A sample with what {@link bertScoreReward} reads: a caption, or what the policy wrote, and the texts it is held against. Without a prompt
 * the reward does not apply.
 *
 * @category model
 * @since 0.4.0
 */
export interface BertScoreSample {
  /** The text to judge. */
  readonly caption?: string | null
  /** The text to judge where there is no caption; null is judged as nothing written. */
  readonly completion?: string | null
  /** What it is held against: one reference, or several, of which the best one counts. */
  readonly prompt?: string | ReadonlyArray<string> | null
}

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const optionFault = (
  model: BertScoreModel,
  { variant = 'paper', rescale = false, idf }: { readonly [K in keyof BertScoreRewardOptions]?: unknown },
): RewardError | undefined => {
  if (!isModel(model)) return wrong('model', 'a model that embeds texts', model)
  if (variant !== 'paper' && variant !== 'released') return wrong('variant', "'paper' or 'released'", variant)
  if (rescale === true && model.baseline === undefined)
    return wrong('rescale', `a baseline {precision, recall, f}: none is published for ${model.name}`, rescale)
  if (typeof rescale !== 'boolean' && !isBaseline(rescale))
    return wrong('rescale', 'true, false or a baseline {precision, recall, f} of numbers in [-1, 1)', rescale)
  return idf === undefined || isTexts(idf) ? undefined : wrong('idf', 'an array of texts, at least one', idf)
}

/** The baseline that options ask for. */
export const baselineOf = (
  model: BertScoreModel,
  { rescale = false }: BertScoreRewardOptions,
): Baseline | undefined => {
  if (rescale === false) return undefined
  return rescale === true ? model.baseline : rescale
}

const isModel = (model: unknown): boolean => {
  if (typeof model !== 'object' || model === null) return false
  const { embed, tokens, specialIds } = model as { readonly [K in keyof BertScoreModel]?: unknown }
  return typeof embed === 'function' && typeof tokens === 'function' && Array.isArray(specialIds)
}

const isBaseline = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const { precision, recall, f } = value as { readonly [K in keyof Baseline]?: unknown }
  return [precision, recall, f].every((part) => typeof part === 'number' && part >= -1 && part < 1)
}

/** Array.from, because a hole is no text either. */
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && Array.from<unknown>(value).every((text) => typeof text === 'string')

const wrong = (option: string, expected: string, received: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: 'bert-score',
  option,
  expected,
  received: describe(received),
})
