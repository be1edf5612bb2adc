import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { logProbabilities } from './log-probabilities.js'

/** What the ids of a text so far change in the scores of its next token. */
export interface Rules {
  readonly repetitionPenalty: number
  readonly endId: number
  /** The end token may come when a text has so many ids. */
  readonly minIds: number
}

/** Scores of one text at a time, as its ids change them: the row itself where they change nothing, else a copy, overwritten by the next. */
export class ScoresInContext {
  private copy = new Float32Array(0)

  constructor(private readonly rules: Rules) {}

  of(row: Float32Array, ids: ReadonlyArray<number>): Float32Array {
    const { repetitionPenalty, minIds } = this.rules
    if (repetitionPenalty === 1 && ids.length >= minIds) return row
    if (this.copy.length !== row.length) this.copy = new Float32Array(row.length)
    this.copy.set(row)
    applyRules(this.rules, ids, this.copy)
    return this.copy
  }
}

/** The same of log-probabilities, as beam search has it: their exponentials need not add up to 1 afterwards. Overwritten by the next. */
export class LogProbabilitiesInContext {
  private buffer = new Float64Array(0)

  constructor(
    private readonly reward: string,
    private readonly rules: Rules,
  ) {}

  of(row: Float32Array, ids: ReadonlyArray<number>): E.Either<RewardError, Float64Array> {
    if (this.buffer.length !== row.length) this.buffer = new Float64Array(row.length)
    const logProbs = logProbabilities(this.reward, row, this.buffer)
    if (E.isRight(logProbs)) applyRules(this.rules, ids, logProbs.right)
    return logProbs
  }
}

/** Changes the scores in place: first the penalty of the tokens that are there already, each once; then the least length. */
const applyRules = (rules: Rules, ids: ReadonlyArray<number>, scores: Float32Array | Float64Array): void => {
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
