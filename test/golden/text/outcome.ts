import type { Outcome } from '../../../src/core/index.js'

/** What a golden file says a program returned. */
export type Expected = number | boolean | null | { readonly error: string }

/** An outcome as golden files write results: the number, null for skipped, and what the original raises. */
export const shown = (outcome: Outcome | undefined): unknown => {
  if (outcome?._tag === 'Scored') return outcome.value
  if (outcome?._tag === 'Skipped') return null
  return outcome?._tag === 'Failed' && outcome.error._tag === 'OriginalRaises'
    ? { error: outcome.error.exception }
    : outcome
}

/** Rounding of sums taken in another order. */
export const SUM_TOLERANCE = 1e-12
