/**
 * Where the punishment for long completions begins and where it is full. In tokens.
 *
 * @category model
 * @since 0.1.0
 */
export interface OverlongOptions {
  /** L_max, above which the punishment is full: a positive integer. */
  readonly maxCompletionLength: number
  /** L_cache, over how many tokens before L_max it grows: an integer, at least 0. 0 leaves a step at L_max. */
  readonly cacheLength: number
}

/**
 * Soft overlong punishment: nothing for a length that is safe, then a straight line down to -1.
 *
 * With L the length: 0 for L <= L_max - L_cache; ((L_max - L_cache) - L) / L_cache up to L_max; -1 above.
 *
 * @param length - L in tokens, at least 0.
 * @param options - L_max and L_cache, in tokens. An L_cache above L_max punishes the empty completion too.
 * @returns No unit, in [-1, 0].
 * @remarks Paper: DAPO (arXiv 2503.14476), Eq. 13. Differs from it: nothing. Same values as TRL 1.16's.
 * @example
 * ```ts @import.meta.vitest
 * expect(overlong(90, { maxCompletionLength: 100, cacheLength: 20 })).toBe(-0.5)
 * ```
 * @category pure
 * @since 0.1.0
 */
export const overlong = (length: number, options: OverlongOptions): number => {
  const { maxCompletionLength, cacheLength } = options
  const safe = maxCompletionLength - cacheLength
  if (length <= safe) return 0
  return length <= maxCompletionLength ? (safe - length) / cacheLength : -1
}
