/** What the ids of a text so far change in the scores of its next token. */
export interface Rules {
  readonly repetitionPenalty: number
  readonly endId: number
  /** The end token may come when a text has so many ids. */
  readonly minIds: number
}

/** Whether the text so far changes anything. */
export const rulesApply = ({ repetitionPenalty, minIds }: Rules, ids: ReadonlyArray<number>): boolean =>
  repetitionPenalty !== 1 || ids.length < minIds

/** Changes the scores in place: first the penalty of the tokens that are there already, each once; then the least length. */
export const applyRules = (rules: Rules, ids: ReadonlyArray<number>, scores: Float32Array | Float64Array): void => {
  const { repetitionPenalty, endId, minIds } = rules
  if (repetitionPenalty !== 1) {
    for (const id of new Set(ids)) {
      const score = scores[id] as number
      scores[id] = score < 0 ? score * repetitionPenalty : score / repetitionPenalty
    }
  }
  // NaN stays NaN, to be found.
  if (ids.length < minIds) scores[endId] = (scores[endId] as number) - Infinity
}

/** Scores of one text at a time, as its ids change them: the row itself where they change nothing, else a copy, overwritten by the next. */
export class ScoresInContext {
  private copy = new Float32Array(0)

  constructor(private readonly rules: Rules) {}

  of(row: Float32Array, ids: ReadonlyArray<number>): Float32Array {
    if (!rulesApply(this.rules, ids)) return row
    if (this.copy.length !== row.length) this.copy = new Float32Array(row.length)
    this.copy.set(row)
    applyRules(this.rules, ids, this.copy)
    return this.copy
  }
}
