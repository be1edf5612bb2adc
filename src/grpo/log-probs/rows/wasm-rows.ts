import { takeCrew } from '../crew/crew.js'
import { rowBytes, type Slot } from '../crew/lane.js'
import { shareRows, type Work } from '../crew/share-rows.js'
import { plainRows } from './plain-rows.js'
import type { Pieces, RowJob, RowKernels, RowSlopes, RowSums } from './row-job.js'

/** Puts rows of logits into a slot, -Infinity behind the end of each. */
const loadRows = ({ logits, vocabulary, rows }: RowJob, slot: Slot, from: number, to: number): void => {
  const stride = rowBytes(vocabulary) / 4
  for (let i = from, at = 0; i < to; i++, at += stride) {
    const start = (rows[i] as number) * vocabulary
    slot.rows.set(logits.subarray(start, start + vocabulary), at)
    if (stride > vocabulary) slot.rows.fill(-Infinity, at + vocabulary, at + stride)
  }
}

const measuring = (job: RowJob, { max, sum, weighted }: RowSums): Work => ({
  ...common(job),
  kernel: 'measure',
  load: (slot, from, to) => loadRows(job, slot, from, to),
  store: ({ sums }, from, to) => {
    for (let i = from, at = 0; i < to; i++, at += 3) {
      const row = job.rows[i] as number
      max[row] = sums[at] as number
      sum[row] = sums[at + 1] as number
      weighted[row] = sums[at + 2] as number
    }
  },
})

const sloping = (job: RowJob, { max, a, b, ids, chosen }: RowSlopes, out: Float32Array | Float64Array): Work => ({
  ...common(job),
  kernel: 'slope',
  load: (slot, from, to) => {
    loadRows(job, slot, from, to)
    for (let i = from, at = 0; i < to; i++, at += 3) {
      const row = job.rows[i] as number
      slot.factors[at] = max[row] as number
      slot.factors[at + 1] = a[row] as number
      slot.factors[at + 2] = b[row] as number
    }
  },
  store: (slot, from, to) => {
    const { vocabulary } = job
    const stride = rowBytes(vocabulary) / 4
    for (let i = from, at = 0; i < to; i++, at += stride) {
      const row = job.rows[i] as number
      out.set(slot.rows.subarray(at, at + vocabulary), row * vocabulary)
      out[row * vocabulary + (ids[row] as number)] = chosen[row] as number
    }
  },
})

const common = ({ vocabulary, rows, temperature }: RowJob): Pick<Work, 'vocabulary' | 'count' | 'inverse'> => ({
  vocabulary,
  count: rows.length,
  inverse: Math.fround(1 / temperature),
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
