import type { Outcome } from '../core/outcome.js'

/** Names of samples, in order; none where they have no names. */
export type Labels = ReadonlyArray<string> | undefined

/** Writes outcomes as text, in whole lines. */
export interface Format {
  readonly begin: () => string
  /** `labels` are those of these outcomes. */
  readonly rows: (outcomes: ReadonlyArray<Outcome>, labels: Labels) => string
  readonly end: () => string
}
