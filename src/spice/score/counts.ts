/**
 * How many tuples match, and the scores of that, exactly as the original counts (RULES 7).
 *
 * @category model
 * @since 0.3.0
 */
export interface Counts {
  /** Candidate tuples that match a reference tuple. */
  readonly tp: number
  /** The other candidate tuples. */
  readonly fp: number
  /** Reference tuples less `tp`. Negative where one of them matches several of the candidate. */
  readonly fn: number
  /** `tp` / candidate tuples, in [0, 1]. */
  readonly precision: number
  /** `tp` / reference tuples. Above 1 where `fn` is negative. */
  readonly recall: number
  /** Harmonic mean of precision and recall; above 1 where recall is far enough above. */
  readonly f: number
}

/** @param undefinedAs - Precision, recall and F where there is no reference tuple. */
export const counts = (tp: number, candidate: number, reference: number, undefinedAs: number): Counts => {
  const [fp, fn] = [candidate - tp, reference - tp]
  if (reference === 0) return { tp, fp, fn, precision: undefinedAs, recall: undefinedAs, f: undefinedAs }
  const precision = candidate > 0 ? tp / candidate : 0
  const recall = tp / reference
  return { tp, fp, fn, precision, recall, f: tp > 0 ? (2 * precision * recall) / (precision + recall) : 0 }
}
