import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import type { AdvantageOptions } from '../../../grpo/advantages/advantages.js'
import type { GrpoLossOptions } from '../../../grpo/loss/trl/options.js'
import { type Fields, fieldsOf } from './names.js'

/** What a case is computed with, by whom it is read. The options themselves are looked at by what they are handed to. */
export interface GrpoConfig {
  readonly advantages: AdvantageOptions
  readonly loss: GrpoLossOptions
  /** Options that another of the same name stands before, as they were written. */
  readonly hidden: ReadonlyArray<string>
}

const OF_ADVANTAGES: ReadonlyArray<string> = [
  ...['numGenerations', 'rewardWeights', 'rewardNames', 'scaleRewards', 'multiObjectiveAggregation'],
]

const OF_LOSS: ReadonlyArray<string> = [
  ...['lossType', 'importanceSamplingLevel', 'epsilon', 'epsilonHigh', 'delta', 'beta', 'useBiasCorrectionKl'],
  ...['offPolicyMaskThreshold', 'topEntropyQuantile', 'entropyCoef', 'sapoTemperaturePos', 'sapoTemperatureNeg'],
  ...['vespoKPos', 'vespoLambdaPos', 'vespoKNeg', 'vespoLambdaNeg', 'maxCompletionLength', 'numItemsInBatch'],
  ...['numProcesses', 'gradientAccumulationSteps', 'stepsPerGeneration'],
]

/** Of both. */
const MODE = 'mode'

/** Has done its work where there are log-probabilities. */
const DONE = 'temperature'

export const isOption = (name: string): boolean =>
  OF_ADVANTAGES.includes(name) || OF_LOSS.includes(name) || name === MODE || name === DONE

/**
 * Options from `config`, and from the case itself where these have none of that name.
 *
 * @returns Left `InvalidOption` for an option of another name: a mistyped one would be left at its default.
 */
export const readConfig = (
  config: unknown,
  beside: ReadonlyMap<string, unknown>,
): E.Either<RewardError, GrpoConfig> => {
  const isGiven = config !== undefined && config !== null
  if (isGiven && (typeof config !== 'object' || Array.isArray(config)))
    return E.left(wrong('config', 'an object', config))
  const given = isGiven ? fieldsOf(config as Readonly<Record<string, unknown>>) : NONE
  for (const [name, value] of given.values)
    if (!isOption(name)) {
      const expected = `an option (${[...OF_ADVANTAGES, ...OF_LOSS, MODE].join(', ')})`
      return E.left(wrong(`config.${given.written.get(name) as string}`, expected, value))
    }
  const all = new Map([...beside, ...given.values])
  const pick = (names: ReadonlyArray<string>): Readonly<Record<string, unknown>> =>
    Object.fromEntries([...names, MODE].filter((name) => all.has(name)).map((name) => [name, all.get(name)]))
  return E.right({
    advantages: pick(OF_ADVANTAGES) as unknown as AdvantageOptions,
    loss: withoutUnset(pick(OF_LOSS)),
    hidden: given.hidden.map((name) => `config.${name}`),
  })
}

const NONE: Fields = { values: new Map(), written: new Map(), hidden: [] }

/** Trainers write null for a length that is not set. */
const withoutUnset = ({ maxCompletionLength, ...rest }: Readonly<Record<string, unknown>>): object =>
  maxCompletionLength === null || maxCompletionLength === undefined ? rest : { ...rest, maxCompletionLength }

const wrong = (option: string, expected: string, value: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: 'grpo',
  option,
  expected,
  received: describe(value),
})
