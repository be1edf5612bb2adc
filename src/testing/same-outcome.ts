import type { Outcome, Parts } from '../core/index.js'

/**
 * Whether two numbers agree: |a - b| <= tolerance (1 + max(|a|, |b|)), relative for large ones and absolute near 0. NaN agrees
 * with nothing.
 *
 * @param a - Any number.
 * @param b - Any number; the order does not matter.
 * @param tolerance - At least 0; 0 asks for equality.
 * @example
 * ```ts @import.meta.vitest
 * expect(isClose(0.1 + 0.2, 0.3, 1e-9)).toBe(true)
 * expect(isClose(1, 1.1, 1e-9)).toBe(false)
 * ```
 * @category matchers
 * @since 0.1.0
 */
export const isClose = (a: number, b: number, tolerance: number): boolean =>
  a === b || (Number.isFinite(a - b) && Math.abs(a - b) <= tolerance * (1 + Math.max(Math.abs(a), Math.abs(b))))

/**
 * Whether two outcomes say the same: the same case, close values, the same skip code or error tag, and the same parts, by name
 * and at every depth. Wording and detail may differ.
 *
 * @param tolerance - At least 0, as for {@link isClose}. Default 0: equality.
 * @example
 * ```ts @import.meta.vitest
 * const { scored, skipped } = await import('../core/index.js')
 * expect(sameOutcome(scored(0.1 + 0.2), scored(0.3), 1e-9)).toBe(true)
 * expect(sameOutcome(scored(0), skipped('not-applicable', 'no picture'), 1e-9)).toBe(false)
 * ```
 * @category matchers
 * @since 0.1.0
 */
export const sameOutcome = (a: Outcome, b: Outcome, tolerance = 0): boolean =>
  sameHead(a, b, tolerance) && sameParts(a.parts ?? {}, b.parts ?? {}, tolerance)

const sameHead = (a: Outcome, b: Outcome, tolerance: number): boolean => {
  if (a._tag === 'Scored') return b._tag === 'Scored' && isClose(a.value, b.value, tolerance)
  if (a._tag === 'Skipped') return b._tag === 'Skipped' && a.reason.code === b.reason.code
  return b._tag === 'Failed' && a.error._tag === b.error._tag
}

const sameParts = (a: Parts, b: Parts, tolerance: number): boolean => {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameOutcome(a[name] as Outcome, b[name] as Outcome, tolerance))
  )
}

/** An outcome in a few words, for messages. */
export const showOutcome = (outcome: Outcome): string => {
  if (outcome._tag === 'Scored') return `Scored ${outcome.value}`
  return outcome._tag === 'Skipped' ? `Skipped ${outcome.reason.code}` : `Failed ${outcome.error._tag}`
}
