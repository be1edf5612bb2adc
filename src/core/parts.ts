import { pipe } from 'fp-ts/lib/function.js'
import * as RA from 'fp-ts/lib/ReadonlyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { runReward } from './make.js'
import { describe, type RewardError } from './error.js'
import { failed, type Outcome, type Parts, skipped } from './outcome.js'
import type { AnyReward, Reward, RewardMeta, Score, ScoreContext } from './reward.js'

/**
 * What a skipped part does to a sum or product.
 *
 * - `'strict'` (default): any skip skips the whole.
 * - `'trl'`: the part is left out, as TRL's `nansum` does; samples with a skipped part come out smaller than their neighbours.
 * - `'renormalize'`: the weights of the parts present are rescaled so that their sizes add up to those of all parts.
 *
 * Under every rule, all parts skipped gives skipped, and a failed part fails the sample.
 *
 * @category model
 * @since 0.1.0
 */
export type SkipRule = 'strict' | 'trl' | 'renormalize'

/** The error of a rule that does not exist, or not here: a caller from JavaScript may hand in anything. */
export const unknownRule = (reward: string, rule: unknown, known: ReadonlyArray<SkipRule>): RewardError | undefined =>
  known.some((one) => one === rule)
    ? undefined
    : {
        _tag: 'InvalidOption',
        reward,
        option: 'skips',
        expected: `one of ${known.join(', ')}`,
        received: describe(rule),
      }

/** A part's share of a composed value: its index among the parts, and what it scored. */
export interface Present {
  readonly index: number
  readonly value: number
}

/** The parts' names as the outcome will carry them, all different: a name met before gets `#2`, `#3`, ... */
export const partNames = (parts: ReadonlyArray<AnyReward>): ReadonlyArray<string> => {
  const taken = new Set<string>()
  return parts.map(({ meta: { name } }) => {
    let unique = name
    for (let count = 2; taken.has(unique); count++) unique = `${name}#${count}`
    taken.add(unique)
    return unique
  })
}

/** What is known of a composed reward from its parts alone. */
export const composedMeta = (parts: ReadonlyArray<AnyReward>): Omit<RewardMeta, 'name' | 'range'> => {
  const names = partNames(parts)
  return {
    deterministic: parts.every((part) => part.meta.deterministic),
    fields: fieldsOf(parts),
    parts: Object.fromEntries(parts.map((part, i) => [names[i] as string, part.meta])),
  }
}

/** The fields of all parts; none when a part declares none, for then it may read any, and a list without them would be a lie. */
const fieldsOf = (parts: ReadonlyArray<AnyReward>): ReadonlyArray<string> =>
  parts.some((part) => part.meta.fields.length === 0) ? [] : [...new Set(parts.flatMap((part) => part.meta.fields))]

/** Scores the batch with every part, all of them under way at once. `Left` of any part is `Left` of the whole. */
export const scoreParts = <S>(
  parts: ReadonlyArray<Reward<S>>,
  batch: ReadonlyArray<S>,
  context: ScoreContext | undefined,
): TE.TaskEither<RewardError, ReadonlyArray<ReadonlyArray<Outcome>>> =>
  pipe(
    parts,
    RA.traverse(TE.ApplicativePar)((part) => runReward(part, batch, context)),
  )

/** Scores the batch with every part, and makes one outcome a sample of what they say. */
export const scoreTogether =
  <S>(parts: ReadonlyArray<Reward<S>>, rule: SkipRule, fold: (present: ReadonlyArray<Present>) => Outcome): Score<S> =>
  (batch, context) => {
    const names = partNames(parts)
    const outcomesAt = (columns: ReadonlyArray<ReadonlyArray<Outcome>>, row: number): ReadonlyArray<Outcome> =>
      columns.map((column) => column[row] as Outcome)
    return pipe(
      scoreParts(parts, batch, context),
      TE.map((columns) => batch.map((_, row) => combine(names, outcomesAt(columns, row), rule, fold))),
    )
  }

/**
 * One sample's outcome from those of its parts: failures first, then skips by the rule, then `fold` over what is present.
 * `fold` gets at least one part.
 */
export const combine = (
  names: ReadonlyArray<string>,
  outcomes: ReadonlyArray<Outcome>,
  rule: SkipRule,
  fold: (present: ReadonlyArray<Present>) => Outcome,
): Outcome => {
  const parts: Parts = Object.fromEntries(outcomes.map((outcome, i) => [names[i] as string, outcome]))
  const present: Array<Present> = []
  let skip: string | undefined
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome._tag === 'Failed') return { ...failed(outcome.error), parts }
    if (outcome._tag === 'Skipped') skip ??= `${names[index] ?? ''}: ${outcome.reason.message}`
    else present.push({ index, value: outcome.value })
  }
  if (present.length === 0) return { ...skipped('all-parts-skipped', skip ?? 'there are no parts'), parts }
  if (skip !== undefined && rule === 'strict') return { ...skipped('part-skipped', skip), parts }
  return { ...fold(present), parts }
}
