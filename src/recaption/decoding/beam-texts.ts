import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { Largest } from './largest.js'
import type { Beam } from './options.js'
import type { LogProbabilitiesInContext } from './scores-in-context.js'
import type { Generated, NextRow, ScoredText, TextUnderWay } from './text-under-way.js'

/** What the texts of all images have in common. */
export interface BeamRules {
  readonly reward: string
  readonly logProbs: LogProbabilitiesInContext
  readonly mode: Beam
  readonly begin: ReadonlyArray<number>
  readonly endId: number
  readonly maxIds: number
}

/** A text that goes on, or could: `score` is the sum of its log-probabilities. */
interface Candidate extends ScoredText, NextRow {}

/**
 * Beam search for one image.
 *
 * A step looks at the 2 x beams best continuations of all beginnings by one token, by the sum of log-probabilities; of equal ones those of
 * the better beginning come first, then those of the smaller id. What ends (by the end token, or by length) is finished where it is among
 * the first `beams` of them; of the others the first `beams` go on. The `beams` best finished texts are kept, of equal ones the older.
 */
export class BeamTexts implements TextUnderWay {
  private running: ReadonlyArray<ScoredText>
  private finished: ReadonlyArray<ScoredText> = []

  constructor(private readonly rules: BeamRules) {
    this.running = [{ ids: rules.begin, score: 0 }]
  }

  advance(rows: ReadonlyArray<Float32Array>): E.Either<RewardError, ReadonlyArray<NextRow>> {
    const { reward, endId, maxIds, mode } = this.rules
    const found = this.candidates(rows)
    if (E.isLeft(found)) return found
    const candidates = found.right
    const [first] = candidates
    if (first === undefined) return E.left({ _tag: 'NonFinite', reward, value: -Infinity })
    const ends = ({ token }: Candidate): boolean => token === endId || first.ids.length >= maxIds
    const ended = candidates.slice(0, mode.beams).filter(ends)
    this.finished = [
      ...this.finished,
      ...ended.map(({ ids, score }) => ({ ids, score: this.scaled(score, ids.length) })),
    ]
      .sort((a, b) => b.score - a.score)
      .slice(0, mode.beams)
    const running = candidates.filter((candidate) => !ends(candidate)).slice(0, mode.beams)
    this.running = running
    return E.right(this.isOver() ? [] : this.filledUp(running))
  }

  generated(): Generated {
    const [best = { ids: this.rules.begin, score: 0 }] = this.finished
    return { ...best, beams: this.finished }
  }

  /** The best continuations, best first; fewer where the vocabulary has no more that are possible. */
  private candidates(rows: ReadonlyArray<Float32Array>): E.Either<RewardError, ReadonlyArray<Candidate>> {
    const best = new Largest(2 * this.rules.mode.beams)
    const vocabulary = rows[0]?.length ?? 0
    for (const [row, { ids, score }] of this.running.entries()) {
      const found = this.rules.logProbs.of(rows[row] as Float32Array, ids)
      if (E.isLeft(found)) return found
      const logProbs = found.right
      const offset = row * vocabulary
      for (let i = 0; i < vocabulary; i++) best.offer(score + (logProbs[i] as number), offset + i)
    }
    return E.right(
      best.sorted().map(({ value, index }) => {
        const row = Math.floor(index / vocabulary)
        const token = index % vocabulary
        return { row, token, ids: [...(this.running[row]?.ids ?? []), token], score: value }
      }),
    )
  }

  private isOver(): boolean {
    const { mode, maxIds } = this.rules
    const [best] = this.running
    if (best === undefined) return true
    const worst = this.finished[mode.beams - 1]
    if (worst === undefined) return false
    if (mode.earlyStopping === true) return true
    const { lengthPenalty = 1 } = mode
    const hopes = mode.earlyStopping === 'never' && lengthPenalty > 0
    return this.scaled(best.score, hopes ? maxIds : best.ids.length) <= worst.score
  }

  private scaled(sum: number, ids: number): number {
    const { begin, mode } = this.rules
    return sum / (ids - begin.length) ** (mode.lengthPenalty ?? 1)
  }

  /** Every image has the same number of rows: where fewer beginnings are possible the last stands for those that are not, and is not read. */
  private filledUp(running: ReadonlyArray<NextRow>): ReadonlyArray<NextRow> {
    return Array.from(
      { length: this.rules.mode.beams },
      (_, i) => running[Math.min(i, running.length - 1)] as NextRow,
    ).map(({ row, token }) => ({ row, token }))
  }
}
