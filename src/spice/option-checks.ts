import type { OptionCheck } from '../text/options.js'
import type { SpiceOptions, SpiceRewardOptions } from './options.js'
import { isSpiceVariant } from './spice-score.js'

/** What the options of the function, and of the reward, must be: they may come from JavaScript. */
export const optionChecks = ({
  variant = 'clamped',
  match = 'exact',
  lexicon,
}: SpiceOptions | SpiceRewardOptions): ReadonlyArray<OptionCheck> => [
  { option: 'variant', value: variant, expected: "'clamped' or 'released'", holds: isSpiceVariant(variant) },
  { option: 'match', value: match, expected: "'exact', 'soft' or a matcher", holds: isMatch(match) },
  { option: 'lexicon', value: lexicon, expected: 'a lexicon', holds: lexicon === undefined || has(lexicon, 'synsets') },
]

/** What the other options of the reward must be. */
export const rewardChecks = ({
  parser,
  categories = false,
  maxLength = 0,
  cachedTexts = 0,
}: SpiceRewardOptions): ReadonlyArray<OptionCheck> => [
  { option: 'parser', value: parser, expected: 'a parser', holds: parser === undefined || has(parser, 'parse') },
  { option: 'categories', value: categories, expected: 'true or false', holds: typeof categories === 'boolean' },
  { option: 'maxLength', value: maxLength, ...COUNT, holds: isCount(maxLength) },
  { option: 'cachedTexts', value: cachedTexts, ...COUNT, holds: isCount(cachedTexts) },
]

const COUNT = { expected: 'an integer of at least 0' }

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const isMatch = (match: unknown): boolean =>
  match === 'exact' || match === 'soft' || typeof match === 'function' || has(match, 'similarities')

const has = (port: unknown, method: string): boolean =>
  typeof port === 'object' && port !== null && typeof (port as Readonly<Record<string, unknown>>)[method] === 'function'
