import { showError } from '../../core/error.js'
import type { Outcome } from '../../core/outcome.js'

/** The errors of an outcome and its parts, in words. */
export const errorsIn = (outcome: Outcome): ReadonlyArray<string> => [
  ...(outcome._tag === 'Failed' ? [showError(outcome.error)] : []),
  ...Object.values(outcome.parts ?? {}).flatMap(errorsIn),
]
