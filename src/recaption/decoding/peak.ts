import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'

/**
 * Where the largest score is; the first of equal ones.
 *
 * @returns The index; `Left NonFinite` where a score is NaN or +Infinity, or all are -Infinity: then no token can come next.
 */
export const peak = (reward: string, scores: Float32Array | Float64Array): E.Either<RewardError, number> => {
  let best = -Infinity
  let at = 0
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number
    // Written so that NaN gets in, too: after it nothing does but another.
    if (!(score <= best)) {
      best = score
      at = i
      if (score !== score) break
    }
  }
  return Number.isFinite(best) ? E.right(at) : E.left({ _tag: 'NonFinite', reward, value: best })
}
