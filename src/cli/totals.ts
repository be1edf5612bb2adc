import type { Outcome } from '../core/outcome.js'

/** Counts outcomes for the summary of a run. */
export class Totals {
  scored = 0
  skipped = 0
  failed = 0
  private sum = 0

  add(outcome: Outcome): void {
    if (outcome._tag === 'Scored') {
      this.scored++
      this.sum += outcome.value
    } else if (outcome._tag === 'Skipped') this.skipped++
    else this.failed++
  }

  /** `scored 3, skipped 0, failed 1, mean 0.75`; no mean of nothing. */
  toString(): string {
    const mean = this.scored === 0 ? '' : `, mean ${Number((this.sum / this.scored).toPrecision(6))}`
    return `scored ${this.scored}, skipped ${this.skipped}, failed ${this.failed}${mean}`
  }
}
