import { takeCrew } from '../crew/crew.js'
import { rowBytes, type Slot } from '../crew/lane.js'
import { shareRows, type Work } from '../crew/share-rows.js'
import { copyNumbers } from './copy-numbers.js'
import { plainRows } from './plain-rows.js'
import type { Pieces, RowJob, RowKernels, RowSlopes, RowSums } from './row-job.js'

/** Puts rows of logits into a slot, -Infinity behind the end of each. */
const loadRows = ({ logits, vocabulary, rows }: RowJob, slot: Slot, from: number, to: number): void => {
  const stride = rowBytes(vocabulary) / 4
  for (let i = from, at = 0; i < to; i++, at += stride) {
    const start = (rows[i] as number) * vocabulary
    copyNumbers(logits.subarray(start, start + vocabulary), slot.rows.subarray(at, at + vocabulary))
    if (stride > vocabulary) slot.rows.fill(-Infinity, at + vocabulary, at + stride)
  }
}

/** The kernels raise 2 to t = (z - m) scale. In float32 the scale is a little off log2(e) / temperature, and what of x = t unit is known to be missing is made up for. */
interface Base {
  readonly scale: number
  /** x / t, and by how much more than ln 2 / scale it is, less 1. */
  readonly unit: number
  readonly excess: number
}

/** The least number of float32 above 0: so high is the temperature that all tokens are alike. */
const LEAST = 2 ** -149

const baseOf = ({ temperature }: RowJob): Base => {
  const exact = Math.LOG2E / temperature
  const scale = Math.max(LEAST, Math.fround(exact))
  return { scale, unit: (Math.LN2 * exact) / scale, excess: exact / scale - 1 }
}

const measuring = (job: RowJob, { max, sum, weighted }: RowSums): Work => {
  const { scale, unit, excess } = baseOf(job)
  return {
    kernel: 'measure',
    vocabulary: job.vocabulary,
    count: job.rows.length,
    scale,
    load: (slot, from, to) => loadRows(job, slot, from, to),
    store: ({ sums }, from, to) => {
      for (let i = from, at = 0; i < to; i++, at += 3) {
        const row = job.rows[i] as number
        const [total, mean] = [sums[at + 1] as number, ((sums[at + 2] as number) * unit) / (sums[at + 1] as number)]
        max[row] = sums[at] as number
        // d log sum e = mean of x, times what x is off by.
        sum[row] = total * Math.exp(mean * excess)
        weighted[row] = sum[row] * mean
      }
    },
  }
}

const sloping = (job: RowJob, { max, a, b, ids, chosen }: RowSlopes, out: Float32Array | Float64Array): Work => ({
  kernel: 'slope',
  vocabulary: job.vocabulary,
  count: job.rows.length,
  scale: baseOf(job).scale,
  load: (slot, from, to) => {
    loadRows(job, slot, from, to)
    const { unit } = baseOf(job)
    for (let i = from, at = 0; i < to; i++, at += 3) {
      const row = job.rows[i] as number
      slot.factors[at] = max[row] as number
      slot.factors[at + 1] = a[row] as number
      slot.factors[at + 2] = (b[row] as number) * unit
    }
  },
  store: (slot, from, to) => {
    const { vocabulary } = job
    const stride = rowBytes(vocabulary) / 4
    for (let i = from, at = 0; i < to; i++, at += stride) {
      const row = job.rows[i] as number
      copyNumbers(slot.rows.subarray(at, at + vocabulary), out.subarray(row * vocabulary, (row + 1) * vocabulary))
      out[row * vocabulary + (ids[row] as number)] = chosen[row] as number
    }
  },
})

/**
 * In WebAssembly, on all cores: this thread hands rows to workers and does some itself. In float32, the sums in float64.
 *
 * @param threads - In all; default: as many as there are cores, 16 at most.
 */
export const wasmRows = (threads?: number): RowKernels => {
  const run = function* (job: RowJob, work: Work, otherwise: () => Pieces): Pieces {
    const crew = takeCrew(job.vocabulary, job.rows.length * job.vocabulary, threads)
    if (crew === undefined) return yield* otherwise()
    try {
      yield* shareRows(crew, work)
    } finally {
      crew.handBack()
    }
  }
  return {
    measure: (job, sums) => run(job, measuring(job, sums), () => plainRows.measure(job, sums)),
    slope: (job, slopes, out) => run(job, sloping(job, slopes, out), () => plainRows.slope(job, slopes, out)),
  }
}

/** The faster one of those that lose nothing of these logits. */
export const rowsFor = (logits: Float32Array | Float64Array, threads: number | undefined): RowKernels =>
  logits instanceof Float32Array ? wasmRows(threads) : plainRows
