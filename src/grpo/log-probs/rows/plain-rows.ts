import type { Pieces, RowJob, RowKernels, RowSlopes, RowSums } from './row-job.js'

/** Numbers between two stops. */
const PIECE = 2 ** 16

const measure = function* ({ logits, vocabulary, rows, temperature }: RowJob, sums: RowSums): Pieces {
  let done = 0
  for (const row of rows) {
    const [start, end] = [row * vocabulary, (row + 1) * vocabulary]
    let max = -Infinity
    for (let i = start; i < end; i++) max = Math.max(max, logits[i] as number)
    let [sum, weighted] = [0, 0]
    for (let i = start; i < end; i++) {
      const x = ((logits[i] as number) - max) / temperature
      const e = Math.exp(x)
      sum += e
      // A banned token's x is -Infinity; NaN goes into the sum.
      if (e !== 0) weighted += e * x
    }
    sums.max[row] = max
    sums.sum[row] = sum
    sums.weighted[row] = weighted
    done += vocabulary
    if (done >= PIECE) {
      done = 0
      yield
    }
  }
}

const slope = function* (job: RowJob, slopes: RowSlopes, out: Float32Array | Float64Array): Pieces {
  const { logits, vocabulary, rows, temperature } = job
  let done = 0
  for (const row of rows) {
    const [start, end] = [row * vocabulary, (row + 1) * vocabulary]
    const [max, a, b] = [slopes.max[row] as number, slopes.a[row] as number, slopes.b[row] as number]
    for (let i = start; i < end; i++) {
      const x = ((logits[i] as number) - max) / temperature
      const e = Math.exp(x)
      out[i] = e > 0 ? e * (a + b * x) : 0
    }
    out[start + (slopes.ids[row] as number)] = slopes.chosen[row] as number
    done += vocabulary
    if (done >= PIECE) {
      done = 0
      yield
    }
  }
}

/** In plain TypeScript and float64: for logits in float64, where an engine has no SIMD, and what the other is tested against. */
export const plainRows: RowKernels = { measure, slope }
