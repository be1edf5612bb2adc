import { describe, type RewardError } from '../core/error.js'
import type { ReadImage } from '../image/read-image.js'
import { type ClipVariant, SCALES } from './clip-score.js'

/**
 * Options of the reward {@link clipReward}.
 *
 * @category model
 * @since 0.4.0
 */
export interface ClipRewardOptions {
  /** How `image` is read. */
  readonly read: ReadImage
  /** What becomes of the cosine. Default `'cosine'`. */
  readonly variant?: ClipVariant
  /** Put before each prompt. Default: nothing, for `'clipscore'` "A photo depicts ", as its authors do. */
  readonly prefix?: string
}

/**
 * A sample of {@link clipReward}. Without a prompt the reward does not apply.
 *
 * @category model
 * @since 0.4.0
 */
export interface ClipSample {
  /** The generated image: whatever the reader of images accepts. */
  readonly image?: unknown
  /** The text it was asked for with. */
  readonly prompt?: string | null
}

const CLIPSCORE_PREFIX = 'A photo depicts '

/** The options with their defaults filled in. */
export const withDefaults = (options: ClipRewardOptions): Required<ClipRewardOptions> => {
  const { variant = 'cosine' } = options
  return { variant, prefix: variant === 'clipscore' ? CLIPSCORE_PREFIX : '', ...options }
}

/** What is wrong with a model, which may come from JavaScript; nothing where it is one. */
export const modelFault = (model: unknown): RewardError | undefined => {
  const { embedImages, embedTexts } = (model ?? {}) as { readonly [K in 'embedImages' | 'embedTexts']?: unknown }
  return typeof embedImages === 'function' && typeof embedTexts === 'function'
    ? undefined
    : wrong('model', 'a model that embeds images and texts', model)
}

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const optionFault = (options: {
  readonly [K in keyof ClipRewardOptions]?: unknown
}): RewardError | undefined => {
  const { read, variant = 'cosine', prefix = '' } = options
  const known = Object.keys(SCALES)
  if (typeof read !== 'function') return wrong('read', 'a function that reads images', read)
  if (typeof variant !== 'string' || !known.includes(variant))
    return wrong('variant', `one of ${known.join(', ')}`, variant)
  return typeof prefix === 'string' ? undefined : wrong('prefix', 'a text', prefix)
}

const wrong = (option: string, expected: string, received: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: 'clip',
  option,
  expected,
  received: describe(received),
})
