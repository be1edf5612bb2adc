import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../core/error.js'
import type { OptionCheck } from '../text/options.js'
import type { SceneGraphOptions, SpiceOptions, SpiceRewardOptions } from './options.js'
import { isSpiceVariant } from './spice-score.js'

/** What the options of {@link SceneGraphOptions} must be: they may come from JavaScript. */
export const graphChecks = ({ lexicon, parser }: SceneGraphOptions): ReadonlyArray<OptionCheck> => [
  lexiconCheck(lexicon),
  {
    option: 'parser',
    value: parser,
    expected: 'a function from a text to tuples',
    holds: parser === undefined || typeof parser === 'function',
  },
]

/** What those of {@link SpiceOptions} must be. */
export const spiceChecks = (options: SpiceOptions): ReadonlyArray<OptionCheck> => {
  const { match = 'exact' } = options
  // A matcher that is waited for cannot serve a function that answers at once.
  const holds = isWayToMatch(match) || typeof match === 'function'
  return [
    variantCheck(options.variant),
    { option: 'match', value: match, expected: "'exact', 'soft' or a function", holds },
    ...graphChecks(options),
  ]
}

/** What those of {@link SpiceRewardOptions} must be. */
export const rewardChecks = ({
  variant,
  match = 'exact',
  lexicon,
  parser,
  categories = false,
  maxLength = 0,
  cachedTexts = 0,
}: SpiceRewardOptions): ReadonlyArray<OptionCheck> => [
  variantCheck(variant),
  {
    option: 'match',
    value: match,
    expected: "'exact', 'soft' or a matcher",
    holds: isWayToMatch(match) || typeof match === 'function' || has(match, 'similarities'),
  },
  lexiconCheck(lexicon),
  { option: 'parser', value: parser, expected: 'a parser', holds: parser === undefined || has(parser, 'parse') },
  { option: 'categories', value: categories, expected: 'true or false', holds: typeof categories === 'boolean' },
  { option: 'maxLength', value: maxLength, ...COUNT, holds: isCount(maxLength) },
  { option: 'cachedTexts', value: cachedTexts, ...COUNT, holds: isCount(cachedTexts) },
]

/** `Left InvalidOption` of the first option that is not what it must be. */
export const checkedOptions = (checks: ReadonlyArray<OptionCheck>): E.Either<RewardError, void> => {
  const odd = checks.find(({ holds }) => !holds)
  if (odd === undefined) return E.right(undefined)
  const { option, expected, value } = odd
  return E.left({ _tag: 'InvalidOption', reward: 'spice', option, expected, received: describe(value) })
}

const COUNT = { expected: 'an integer of at least 0' }

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0

const variantCheck = (variant: unknown = 'clamped'): OptionCheck => ({
  option: 'variant',
  value: variant,
  expected: "'clamped' or 'released'",
  holds: isSpiceVariant(variant),
})

const lexiconCheck = (lexicon: unknown): OptionCheck => ({
  option: 'lexicon',
  value: lexicon,
  expected: 'a lexicon',
  holds: lexicon === undefined || has(lexicon, 'synsets'),
})

const isWayToMatch = (match: unknown): boolean => match === 'exact' || match === 'soft'

const has = (port: unknown, method: string): boolean =>
  typeof port === 'object' && port !== null && typeof (port as Readonly<Record<string, unknown>>)[method] === 'function'
