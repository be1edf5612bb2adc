import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import { keepNucleus } from './keep-nucleus.js'
import { Largest } from './largest.js'
import { DEFAULT_TOP_K, type Sample } from './options.js'
import { peak } from './peak.js'

/** Draws tokens: temperature, then top-k, then top-p, then chance. */
export class Sampler {
  private buffer = new Float64Array(0)

  constructor(
    private readonly reward: string,
    private readonly mode: Sample,
  ) {}

  /**
   * Weights of the tokens that may come next, 0 for the others: exp((score - largest score) / temperature). They are overwritten by the
   * next call.
   *
   * @returns `Left NonFinite` as {@link peak}.
   */
  weights(scores: Float32Array): E.Either<RewardError, Float64Array> {
    const at = peak(this.reward, scores)
    if (E.isLeft(at)) return at
    const { temperature = 1, topK = DEFAULT_TOP_K, topP = 1 } = this.mode
    const top = scores[at.right] as number
    const threshold = topK > 0 && topK < scores.length ? kthLargest(scores, topK) : -Infinity
    if (this.buffer.length !== scores.length) this.buffer = new Float64Array(scores.length)
    const weights = this.buffer
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] as number
      weights[i] = score < threshold ? 0 : Math.exp((score - top) / temperature)
    }
    if (topP < 1) keepNucleus(weights, topP)
    return E.right(weights)
  }

  /**
   * One token, by chance: the first whose weight, added to those of all smaller ids, exceeds `random` times the sum of all.
   *
   * @param random - In [0, 1); else `Left InvalidOption`.
   */
  draw(scores: Float32Array, random: number): E.Either<RewardError, number> {
    if (typeof random !== 'number' || !(random >= 0 && random < 1)) return E.left(this.oddChance(random))
    const weights = this.weights(scores)
    if (E.isLeft(weights)) return weights
    let total = 0
    for (let i = 0; i < scores.length; i++) total += weights.right[i] as number
    let rest = random * total
    let last = 0
    for (let i = 0; i < scores.length; i++) {
      const weight = weights.right[i] as number
      if (weight === 0) continue
      if (rest < weight) return E.right(i)
      rest -= weight
      last = i
    }
    // Rounding has left a remainder behind the last token.
    return E.right(last)
  }

  private oddChance(random: unknown): RewardError {
    const expected = 'a stream of numbers in [0, 1)'
    return { _tag: 'InvalidOption', reward: this.reward, option: 'random', expected, received: describe(random) }
  }
}

const kthLargest = (scores: Float32Array, k: number): number => {
  const largest = new Largest(k)
  for (let i = 0; i < scores.length; i++) largest.offer(scores[i] as number, i)
  return largest.least
}
