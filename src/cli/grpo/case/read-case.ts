import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import type { Rewards } from '../../../grpo/advantages/reward-table.js'
import type { LossInputs } from '../../../grpo/loss/inputs/read-inputs.js'
import type { ImportanceSamplingOptions } from '../../../grpo/masks/importance-sampling-correction.js'
import { fieldsOf } from './names.js'
import { type GrpoConfig, isOption, readConfig } from './read-config.js'
import { withNumbers } from './with-numbers.js'

/** One step of a trainer: what went in, and what came out where that was written down. */
export interface GrpoCase {
  readonly id?: string | number
  readonly config: GrpoConfig
  readonly rewards?: Rewards
  /** Where there are log-probabilities; without advantages they come from the rewards. */
  readonly inputs?: LossInputs
  /** How weights against the inference engine are computed, where that is told. */
  readonly correction?: ImportanceSamplingOptions
  /** What the trainer says came out, by name; not looked at yet. */
  readonly claims: ReadonlyMap<string, unknown>
  /** Fields that nothing reads, as they were written. */
  readonly unread: ReadonlyArray<string>
}

const INPUTS: ReadonlyArray<string> = [
  ...['logProbs', 'oldLogProbs', 'refLogProbs', 'samplingLogProbs', 'entropies', 'advantages', 'completionMask'],
  ...['toolMask', 'importanceWeights'],
]

/** What comes out, beside the advantages and the weights that may also go in. */
const CLAIMS: ReadonlyArray<string> = ['ratios', 'tokenLosses', 'loss', 'gradLogProbs', 'gradEntropies', 'metrics']

/** The case that an object of a JSON Lines file stands for. Left where it is none; the numbers are looked at by those who compute with them. */
export const readCase = (object: Readonly<Record<string, unknown>>): E.Either<RewardError, GrpoCase> => {
  const { values: fields, written, hidden } = fieldsOf(object)
  const beside = new Map([...fields].filter(([name]) => isOption(name)))
  const config = readConfig(fields.get('config'), beside)
  if (E.isLeft(config)) return config
  const correction = readCorrection(fields.get('importanceSamplingCorrection'))
  if (E.isLeft(correction)) return correction
  const id = fields.get('id')
  const isThere = (name: string): boolean => fields.get(name) !== undefined && fields.get(name) !== null
  const pick = (names: ReadonlyArray<string>): ReadonlyArray<readonly [string, unknown]> =>
    names.filter(isThere).map((name) => [name, withNumbers(fields.get(name))])
  const known = [...INPUTS, ...CLAIMS, 'id', 'config', 'rewards', 'importanceSamplingCorrection']
  return E.right({
    ...((typeof id === 'string' || typeof id === 'number') && { id }),
    config: config.right,
    ...(isThere('rewards') && { rewards: withNumbers(fields.get('rewards')) as Rewards }),
    ...(isThere('logProbs') && { inputs: Object.fromEntries(pick(INPUTS)) as unknown as LossInputs }),
    ...(correction.right !== undefined && { correction: correction.right }),
    // A loss that is null was NaN where it was written down.
    claims: new Map([
      ...pick(CLAIMS),
      ...(fields.get('loss') === null ? [['loss', null] as const] : []),
      ...(isThere('rewards') ? pick(['advantages']) : []),
    ]),
    unread: [
      ...[...written].flatMap(([name, given]) => (known.includes(name) || isOption(name) ? [] : given)),
      ...hidden,
      ...config.right.hidden,
    ],
  })
}

const readCorrection = (value: unknown): E.Either<RewardError, ImportanceSamplingOptions | undefined> => {
  if (value === undefined || value === null) return E.right(undefined)
  const wrong = (field: string, expected: string, received: unknown): E.Either<RewardError, never> =>
    E.left({ _tag: 'InvalidInput', reward: 'grpo', field, expected, received: describe(received) })
  const name = 'importanceSamplingCorrection'
  if (typeof value !== 'object' || Array.isArray(value)) return wrong(name, 'an object', value)
  const { values: options, written } = fieldsOf(value as Readonly<Record<string, unknown>>)
  for (const [option, one] of options)
    if (!['mode', 'clipMin', 'clipMax'].includes(option))
      return wrong(`${name}.${written.get(option) as string}`, 'one of mode, clipMin, clipMax', one)
  return E.right(Object.fromEntries(options))
}
