import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { wrongInput } from '../../masks/wrong.js'
import { placeOf } from '../inputs/read-tokens.js'
import type { RowKernels, RowSlopes } from '../rows/row-job.js'
import type { Measured, TokenJob } from './measure-tokens.js'

/** Of a loss with respect to log-probabilities and entropies, row after row; nothing where it does not depend on the latter. */
export interface FlatGradients {
  readonly gradLogProbs: ArrayLike<number>
  readonly gradEntropies?: ArrayLike<number> | undefined
}

/** The largest number of float32, and a little less. */
const MOST_FLOAT32 = 3.4e38

/**
 * The gradient of the logits, written into `out`: one more pass over these.
 *
 * dl/dz[v] = (1[v = y] - p[v]) / tau and dH/dz[v] = -p[v] (log p[v] + H) / tau, so that of a row with p = e / sum e and log p = x - log sum e
 * the gradient is e (a + b x).
 */
export const slopeTokens = function* (
  kernels: RowKernels,
  job: TokenJob,
  measured: Measured,
  gradients: FlatGradients,
  out: Float32Array | Float64Array,
): Generator<void, E.Either<RewardError, void>> {
  const { ids, rows, temperature, vocabulary, length, owner } = job
  const { logProbs, entropies, sums } = measured
  const { gradLogProbs, gradEntropies } = gradients
  const [a, b] = [new Float64Array(ids.length), new Float64Array(ids.length)]
  const chosen = new Float64Array(ids.length)
  const most = out instanceof Float32Array ? MOST_FLOAT32 : Number.MAX_VALUE
  for (const row of rows) {
    const [logProb, entropy] = [logProbs[row] as number, entropies[row] as number]
    const [slope, bonus] = [
      gradLogProbs[row] as number,
      gradEntropies === undefined ? 0 : (gradEntropies[row] as number),
    ]
    const sum = sums.sum[row] as number
    const bend = -bonus / temperature
    a[row] = (-(slope + bonus * entropy) / temperature - bend * Math.log(sum)) / sum
    b[row] = bend / sum
    chosen[row] = (-slope * Math.expm1(logProb) - bonus * Math.exp(logProb) * (logProb + entropy)) / temperature
    const size = Math.abs(a[row]) + Math.abs(b[row]) + Math.abs(chosen[row])
    if (!(size <= most)) {
      const name = Number.isFinite(slope) ? (Number.isFinite(bonus) ? 'temperature' : 'gradEntropies') : 'gradLogProbs'
      const received = `${slope} and ${bonus}, divided by ${temperature}`
      return E.left(wrongInput(owner, placeOf(name, row, length), 'gradients that stay finite', received))
    }
  }
  const slopes: RowSlopes = { max: sums.max, a, b, ids, chosen }
  clearOthers(out, rows, ids.length, vocabulary)
  yield* kernels.slope(job, slopes, out)
  return E.right(undefined)
}

/** 0 in the rows that do not count. */
const clearOthers = (out: Float32Array | Float64Array, rows: Int32Array, count: number, vocabulary: number): void => {
  let next = 0
  for (let row = 0; row < count; row++) {
    if (rows[next] === row) next++
    else out.fill(0, row * vocabulary, (row + 1) * vocabulary)
  }
}
