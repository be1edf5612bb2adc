import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError, showError } from '../../core/error.js'
import type { Outcome } from '../../core/outcome.js'
import { batchFault } from '../masks/option-names.js'
import { wrongInput, wrongOption } from '../masks/wrong.js'
import { type AdvantageOptions, type Advantages, advantages } from './advantages.js'

/**
 * One line that `corl score` writes, read as JSON.
 *
 * @category model
 * @since 0.5.0
 */
export interface ScoreLine {
  /** null where the sample was skipped, or could not be scored. */
  readonly value: number | null
  readonly parts?: Readonly<Record<string, ScoreLine>>
  readonly skipped?: unknown
  /** There where the sample could not be scored. */
  readonly error?: unknown
}

/**
 * Options of {@link advantagesOfOutcomes}.
 *
 * @category model
 * @since 0.5.0
 */
export interface OutcomeOptions extends AdvantageOptions {
  /**
   * Which parts of the reward are the reward functions, by name: at least one, each once. `rewardWeights` are theirs, and metrics call them by their names. Default: none, the value of
   * the whole is the one reward.
   */
  readonly parts?: ReadonlyArray<string>
  /** What a sample that could not be scored does: it ends the whole (`'refuse'`, default), or counts as skipped. */
  readonly failures?: 'refuse' | 'skip'
}

/**
 * Advantages straight from what a reward said: its outcomes, or the lines that `corl score` wrote, group by group in the order they were scored in.
 *
 * A skipped sample is a missing reward. One that could not be scored is an error, since a group without it has another mean, unless `failures` is `'skip'`.
 *
 * @param outcomes - N, a multiple of G.
 * @param options - Those of `advantages`; `parts` and `failures`.
 * @returns Left `InvalidInput`, naming the outcome, or `InvalidOption`; else Right as `advantages`.
 * @example
 * ```ts @import.meta.vitest
 * const { scored, skipped } = await import('../../core/outcome.js')
 * const outcomes = [scored(1), scored(0), skipped('missing-field', 'no gold answer'), { value: 0.5, parts: {} }]
 * expect(advantagesOfOutcomes(outcomes, { numGenerations: 2, scaleRewards: 'none' })).toMatchObject({
 *   right: { advantages: Float64Array.of(0.5, -0.5, 0, 0) },
 * })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const advantagesOfOutcomes = (
  outcomes: ReadonlyArray<Outcome | ScoreLine>,
  options: OutcomeOptions,
): E.Either<RewardError, Advantages> => {
  const fault = batchFault(NAME, 'options', options)
  if (fault !== undefined) return E.left(fault)
  const { parts, failures = 'refuse', ...rest } = options
  if (failures !== 'refuse' && failures !== 'skip')
    return E.left(wrongOption(NAME, 'failures', "'refuse' or 'skip'", failures))
  if (parts !== undefined && !isNames(parts))
    return E.left(wrongOption(NAME, 'parts', 'an array of at least one name, all different', parts))
  if (!Array.isArray(outcomes) || outcomes.length === 0)
    return E.left(wrongInput(NAME, 'outcomes', 'an array of at least one outcome', describe(outcomes)))
  const [rows, columns] = [outcomes.length, parts?.length ?? 1]
  const data = new Float64Array(rows * columns)
  for (const [i, outcome] of (outcomes as ReadonlyArray<unknown>).entries()) {
    for (let k = 0; k < columns; k++) {
      const value = parts === undefined ? rewardOf(outcome) : partOf(outcome, parts[k] as string)
      if (E.isRight(value)) data[i * columns + k] = value.right
      else if (failures === 'skip' && value.left.isFailure) data[i * columns + k] = NaN
      else return E.left(wrongInput(NAME, `outcomes[${i}]`, value.left.expected, value.left.received))
    }
  }
  return advantages({ shape: [rows, columns], data }, parts === undefined ? rest : { rewardNames: parts, ...rest })
}

const NAME = 'advantagesOfOutcomes'

const isNames = (names: unknown): boolean =>
  Array.isArray(names) &&
  names.length > 0 &&
  names.every((name) => typeof name === 'string') &&
  new Set(names).size === names.length

/** Why an outcome has no number to offer. */
interface Fault {
  /** The sample could not be scored; else the outcome itself is not what it must be. */
  readonly isFailure: boolean
  readonly expected: string
  readonly received: string
}

const malformed = (expected: string, received: string): E.Either<Fault, never> =>
  E.left({ isFailure: false, expected, received })

const failure = (received: string): E.Either<Fault, never> =>
  E.left({
    isFailure: true,
    expected: "a sample that was scored or skipped (`failures: 'skip'` lets it pass)",
    received,
  })

type Fields = { readonly [K in '_tag' | 'value' | 'parts' | 'error']?: unknown }

/** The number of an outcome or a line, NaN where it was skipped. */
const rewardOf = (outcome: unknown): E.Either<Fault, number> => {
  if (typeof outcome !== 'object' || outcome === null)
    return malformed('an outcome or a line of `corl score`', describe(outcome))
  const { _tag, value, error } = outcome as Fields
  if (_tag === 'Skipped') return E.right(NaN)
  if (_tag === 'Failed') return failure(sentenceOf(error))
  if (error !== undefined) return failure(sentenceOf(error))
  if (value === null && _tag === undefined) return E.right(NaN)
  return typeof value === 'number' && Number.isFinite(value)
    ? E.right(value)
    : malformed('a finite `value`, or null', describe(value))
}

/** What an error says: one of ours by its sentence, that of a line by its own. Outcomes put together by hand may hold anything. */
const sentenceOf = (error: unknown): string => {
  const { message } = (error ?? {}) as { readonly message?: unknown }
  if (typeof message === 'string') return message
  try {
    const sentence: unknown = showError(error as RewardError)
    return typeof sentence === 'string' ? sentence : describe(error)
  } catch {
    return describe(error)
  }
}

/** The same of one part. A whole that was skipped or not scored may have none. */
const partOf = (outcome: unknown, name: string): E.Either<Fault, number> => {
  const { parts } = (outcome ?? {}) as Fields
  if (typeof parts === 'object' && parts !== null && Object.hasOwn(parts, name))
    return rewardOf((parts as Readonly<Record<string, unknown>>)[name])
  const whole = rewardOf(outcome)
  if (E.isLeft(whole)) return whole
  return Number.isNaN(whole.right) ? whole : malformed(`a part ${JSON.stringify(name)}`, 'none')
}
