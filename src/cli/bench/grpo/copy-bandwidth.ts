import { Worker } from 'node:worker_threads'

/** Read by all threads together: more than caches hold. In bytes. */
const READ_BYTES = 2 ** 27
/** Copies of a run, so that starting it counts for little. */
const COPIES = 4

/** Copies one half of its memory onto the other, so often as it is told. */
const SOURCE = `
const { parentPort, workerData } = require('node:worker_threads')
const from = new Uint8Array(workerData).fill(1)
const to = new Uint8Array(workerData).fill(2)
parentPort.on('message', (copies) => {
  for (let i = 0; i < copies; i++) to.set(from)
  parentPort.postMessage(0)
})
parentPort.postMessage(0)
`

/**
 * What the memory of this machine gives: threads copy, each its own part, and the best of several runs counts.
 *
 * @returns In 10^9 bytes a second, those that are read and those that are written.
 */
export const copyBandwidth = async (threads: number, runs: number): Promise<number> => {
  const bytes = Math.floor(READ_BYTES / threads)
  const workers = Array.from({ length: threads }, () => new Worker(SOURCE, { eval: true, workerData: bytes }))
  const answers = (): Promise<unknown> => Promise.all(workers.map(answer))
  let best = 0
  try {
    await answers()
    for (let run = 0; run < runs; run++) {
      const start = performance.now()
      const done = answers()
      for (const worker of workers) worker.postMessage(COPIES)
      await done
      best = Math.max(best, (2 * COPIES * bytes * threads) / (performance.now() - start) / 1e6)
    }
    return best
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

const answer = (worker: Worker): Promise<unknown> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
