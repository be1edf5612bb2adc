import { describe, type RewardError } from '../../core/error.js'
import { type OptionCheck, positiveInteger } from '../../text/options.js'
import {
  type Beam,
  DEFAULT_MAX_NEW_TOKENS,
  type DecodingMode,
  type DecodingOptions,
  type GenerateOptions,
  type Sample,
} from './options.js'

/** Beams are rows of every step: more than this are a slip of the finger. */
const MAX_BEAMS = 100

/** Where number ^ lengthPenalty neither overflows nor vanishes. */
const MAX_LENGTH_PENALTY = 10

/**
 * What is wrong with how texts are to be written: the first option out of its domain, as `InvalidOption` of the reward that was asked;
 * nothing where all are in. Options may come from JavaScript, so that types are checked too.
 */
export const decodingFault = (reward: string, options: DecodingOptions): RewardError | undefined => {
  if (!isRecord(options)) return invalid(reward, { option: 'decoding', value: options, expected: 'an object' })
  return firstFault(reward, decodingChecks(options))
}

/** As {@link decodingFault}, with what the model adds. */
export const generateFault = (reward: string, images: number, options: GenerateOptions): RewardError | undefined => {
  const fault = decodingFault(reward, options)
  if (fault !== undefined) return fault
  const { begin, endId, random, mode, minLength = 0, maxNewTokens = DEFAULT_MAX_NEW_TOKENS } = options
  const holds = Array.isArray(begin) && begin.length > 0 && begin.every(isCount)
  return firstFault(reward, [
    count('images', images),
    { option: 'begin', value: begin, expected: 'a list of token ids, at least one', holds },
    count('endId', endId),
    {
      option: 'random',
      value: random,
      expected: 'a function from an image to a stream of numbers in [0, 1)',
      holds: mode?.kind !== 'sample' || typeof random === 'function',
    },
    atMost('minLength', minLength, (holds ? begin.length : 0) + maxNewTokens),
  ])
}

/** That every id is a token of the decoder: known when it has answered for the first time. */
export const vocabularyFault = (
  reward: string,
  { begin, endId }: GenerateOptions,
  vocabulary: number,
): RewardError | undefined => {
  const expected = `token ids below ${vocabulary}, the decoder's vocabulary`
  const odd = begin.find((id) => id >= vocabulary)
  if (odd !== undefined) return invalid(reward, { option: 'begin', value: odd, expected })
  return endId < vocabulary ? undefined : invalid(reward, { option: 'endId', value: endId, expected })
}

const decodingChecks = (options: DecodingOptions): ReadonlyArray<OptionCheck> => {
  const { mode = { kind: 'greedy' }, maxNewTokens = DEFAULT_MAX_NEW_TOKENS, minNewTokens = 0, minLength = 0 } = options
  const isMode = isRecord(mode) && ['greedy', 'beam', 'sample'].includes(mode.kind)
  return [
    positiveInteger('maxNewTokens', maxNewTokens),
    count('minNewTokens', minNewTokens),
    atMost('minNewTokens', minNewTokens, maxNewTokens),
    count('minLength', minLength),
    penalty(options.repetitionPenalty),
    { option: 'mode', value: mode, expected: "an object whose kind is 'greedy', 'beam' or 'sample'", holds: isMode },
    ...(isMode ? modeChecks(mode) : []),
  ]
}

const modeChecks = (mode: DecodingMode): ReadonlyArray<OptionCheck> => {
  switch (mode.kind) {
    case 'greedy':
      return []
    case 'beam':
      return beamChecks(mode)
    case 'sample':
      return sampleChecks(mode)
  }
}

const beamChecks = ({ beams, lengthPenalty = 1, earlyStopping = false }: Beam): ReadonlyArray<OptionCheck> => [
  {
    option: 'beams',
    value: beams,
    expected: `an integer in [1, ${MAX_BEAMS}]`,
    holds: Number.isSafeInteger(beams) && beams >= 1 && beams <= MAX_BEAMS,
  },
  {
    option: 'lengthPenalty',
    value: lengthPenalty,
    expected: `a number in [-${MAX_LENGTH_PENALTY}, ${MAX_LENGTH_PENALTY}]`,
    holds: typeof lengthPenalty === 'number' && Math.abs(lengthPenalty) <= MAX_LENGTH_PENALTY,
  },
  {
    option: 'earlyStopping',
    value: earlyStopping,
    expected: "true, false or 'never'",
    holds: [true, false, 'never'].includes(earlyStopping),
  },
]

const sampleChecks = ({ temperature, topK = 0, topP = 1 }: Sample): ReadonlyArray<OptionCheck> => [
  positive('temperature', temperature),
  count('topK', topK),
  {
    option: 'topP',
    value: topP,
    expected: 'a number in [0, 1]',
    holds: typeof topP === 'number' && topP >= 0 && topP <= 1,
  },
]

const firstFault = (reward: string, checks: ReadonlyArray<OptionCheck>): RewardError | undefined => {
  const odd = checks.find(({ holds }) => !holds)
  return odd === undefined ? undefined : invalid(reward, odd)
}

const invalid = (reward: string, { option, expected, value }: Omit<OptionCheck, 'holds'>): RewardError => ({
  _tag: 'InvalidOption',
  reward,
  option,
  expected,
  received: describe(value),
})

const count = (option: string, value: unknown): OptionCheck => ({
  option,
  value,
  expected: 'an integer of at least 0',
  holds: isCount(value),
})

const atMost = (option: string, value: number, most: number): OptionCheck => ({
  option,
  value,
  expected: `at most ${most}, where maxNewTokens ends a text`,
  holds: value <= most,
})

const positive = (option: string, value: unknown = 1): OptionCheck => ({
  option,
  value,
  expected: 'a finite number above 0',
  holds: typeof value === 'number' && Number.isFinite(value) && value > 0,
})

/** It is used as a float32, where the smallest numbers are 0 and the largest infinite. */
const penalty = (value: unknown = 1): OptionCheck => ({
  ...positive('repetitionPenalty', value),
  holds: positive('', typeof value === 'number' ? Math.fround(value) : value).holds,
})

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null
