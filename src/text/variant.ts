import { describe } from '../core/error.js'
import { rejected } from '../core/make.js'
import type { Reward } from '../core/reward.js'
import type { Variant } from './completion.js'

/** Whether a value handed in, by a caller that may not be type-checked, names a variant. */
export const isVariant = (variant: unknown): variant is Variant => variant === 'paper' || variant === 'released'

/** A reward built with a variant that does not exist. */
export const unknownVariant = (reward: string, variant: unknown): Reward<unknown> =>
  rejected(reward, {
    _tag: 'InvalidOption',
    reward,
    option: 'variant',
    expected: "'paper' or 'released'",
    received: describe(variant),
  })
