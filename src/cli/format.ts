import type { Outcome } from '../core/outcome.js'

/** Writes outcomes as text, in whole lines. */
export interface Format {
  readonly begin: () => string
  readonly rows: (outcomes: ReadonlyArray<Outcome>) => string
  readonly end: () => string
}
