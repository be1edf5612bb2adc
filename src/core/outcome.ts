import type { RewardError } from './error.js'

/**
 * What a reward says besides the number, for logs and `corl explain`: JSON values only.
 *
 * @category model
 * @since 0.1.0
 */
export type Detail = Readonly<Record<string, string | number | boolean | null | ReadonlyArray<string | number>>>

/**
 * Why a reward does not apply to a sample.
 *
 * `missing-field`: the sample has no gold answer, options or whatever it would be judged by; `unreadable-gold`: it has one
 * that cannot be read; `gate-closed`: the condition of a `gate` did not pass; `all-parts-skipped`: every part of a sum or
 * product was skipped; `part-skipped`: one was, and the rule is `'strict'`.
 *
 * @category model
 * @since 0.1.0
 */
export interface SkipReason {
  readonly code:
    'missing-field' | 'unreadable-gold' | 'gate-closed' | 'all-parts-skipped' | 'part-skipped' | 'not-applicable'
  readonly message: string
}

/** Outcomes of the parts of a composed reward, by the part's name. */
export type Parts = Readonly<Record<string, Outcome>>

/** The sample was judged. `value` is finite and in the range the reward declares; a wrong answer is a value, not an error. */
export interface Scored {
  readonly _tag: 'Scored'
  readonly value: number
  readonly parts?: Parts
  readonly detail?: Detail
}

/** The reward does not apply to this sample. */
export interface Skipped {
  readonly _tag: 'Skipped'
  readonly reason: SkipReason
  readonly parts?: Parts
}

/** The reward applies, and this sample could not be judged. */
export interface Failed {
  readonly _tag: 'Failed'
  readonly error: RewardError
  readonly parts?: Parts
}

/**
 * The result for one sample. The three cases never stand in for one another, and no failure becomes the number 0.
 *
 * @category model
 * @since 0.1.0
 */
export type Outcome = Scored | Skipped | Failed

/**
 * The outcome of a sample that was judged.
 *
 * @param value - Finite and in the range the reward declares, else the reward turns it into a failure.
 * @param detail - What to say besides the number: JSON values.
 * @returns A `Scored` outcome.
 * @category constructors
 * @since 0.1.0
 */
export const scored = (value: number, detail?: Detail): Scored =>
  detail === undefined ? { _tag: 'Scored', value } : { _tag: 'Scored', value, detail }

/**
 * The outcome of a sample that the reward does not apply to.
 *
 * @param code - Which kind of reason.
 * @param message - The reason in a sentence.
 * @returns A `Skipped` outcome.
 * @category constructors
 * @since 0.1.0
 */
export const skipped = (code: SkipReason['code'], message: string): Skipped => ({
  _tag: 'Skipped',
  reason: { code, message },
})

/**
 * The outcome of a sample that could not be judged: the `error` says why.
 *
 * @returns A `Failed` outcome.
 * @category constructors
 * @since 0.1.0
 */
export const failed = (error: RewardError): Failed => ({ _tag: 'Failed', error })

/**
 * The number of a scored outcome, null otherwise: what a log or a JSON line holds.
 *
 * @example
 * ```ts @import.meta.vitest
 * expect(valueOf(scored(0.5))).toBe(0.5)
 * expect(valueOf(skipped('missing-field', 'no gold answer'))).toBe(null)
 * ```
 * @category destructors
 * @since 0.1.0
 */
export const valueOf = (outcome: Outcome): number | null => (outcome._tag === 'Scored' ? outcome.value : null)
