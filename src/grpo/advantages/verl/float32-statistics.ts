import type { Groups } from '../groups.js'

/** Keeps the variance of a group off 0; verl's. */
const LEAST_VARIANCE = 1e-6

/** Mean and deviation of every group, numbers of float32. */
interface Float32Statistics {
  readonly mean: Float32Array
  readonly deviation: Float32Array
}

/**
 * Mean and deviation as verl's `grpo_vectorized` has them: every step rounded to float32, the variance as the difference of two sums and at least 1e-6. A group of
 * one: 0 and 1.
 */
export const float32Statistics = (scores: Float64Array, groups: Groups): Float32Statistics => {
  const [count, sums, squares] = [0, 1, 2].map(() => new Float32Array(groups.count)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  for (const [i, value] of Float32Array.from(scores).entries()) {
    const group = groups.of[i] as number
    count[group] = (count[group] as number) + 1
    sums[group] = (sums[group] as number) + value
    squares[group] = (squares[group] as number) + Math.fround(value * value)
  }
  const deviation = squares.map((square, group) => {
    const [members, sum] = [count[group] as number, sums[group] as number]
    if (members === 1) return 1
    const spread = Math.fround(square - Math.fround(Math.fround(sum * sum) / members))
    return Math.sqrt(Math.max(Math.fround(spread / (members - 1)), Math.fround(LEAST_VARIANCE)))
  })
  return { mean: sums.map((sum, group) => (count[group] === 1 ? 0 : sum / (count[group] as number))), deviation }
}
