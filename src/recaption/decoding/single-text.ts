import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { Generated, NextRow, TextUnderWay } from './text-under-way.js'

/** One token by the scores of its row and the ids before it. */
export type Choose = (row: Float32Array, ids: ReadonlyArray<number>) => E.Either<RewardError, number>

/** A text that is written straight on, each token by its choice. */
export class SingleText implements TextUnderWay {
  private readonly ids: Array<number>

  constructor(
    begin: ReadonlyArray<number>,
    private readonly endId: number,
    private readonly maxIds: number,
    private readonly choose: Choose,
  ) {
    this.ids = [...begin]
  }

  advance([row]: ReadonlyArray<Float32Array>): E.Either<RewardError, ReadonlyArray<NextRow>> {
    const chosen = this.choose(row as Float32Array, this.ids)
    if (E.isLeft(chosen)) return chosen
    const token = chosen.right
    this.ids.push(token)
    return E.right(token === this.endId || this.ids.length >= this.maxIds ? [] : [{ row: 0, token }])
  }

  generated(): Generated {
    return { ids: this.ids }
  }
}
