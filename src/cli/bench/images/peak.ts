import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { GraphWriter } from '../../../adapters/onnx/graph.js'
import { openSession, type Session } from '../../../adapters/onnx/session.js'
import type { RewardError } from '../../../core/error.js'
import { formulaTensor } from '../../../formula/tensor.js'

/** Rows and columns of the matrices: of 1024, 2048 and 4096 the one that onnxruntime multiplies fastest. */
export const PEAK_SIZE = 1024

/** One product after another in a run, so that starting it counts for little. */
const PRODUCTS = 32

/** Measures the peak of float32 arithmetic: runs matrix products and keeps the best. */
export interface Peak {
  /** Runs so many more; answers the best so far, in 10^9 operations a second. */
  readonly measure: (runs: number) => TaskEither<RewardError, number>
  readonly close: () => Promise<void>
}

/**
 * Opens the matrix products in the runtime that the networks run in.
 *
 * @param threads - Default: as many as the machine runs at once.
 * @returns `Left MissingPackage` without onnxruntime-node.
 */
export const openPeak =
  (threads?: number): TaskEither<RewardError, Peak> =>
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'corl-peak-'))
    try {
      const file = path.join(folder, 'peak.onnx')
      await writeFile(file, products().toBytes())
      return E.map(peakOf)(await openSession('images', file, { device: 'cpu', threads })())
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

/** Values whose products keep their size: no infinity, no denormal number. */
const matrix = (key: string, scale: number): Float32Array =>
  formulaTensor({ key: `bench|${key}`, shape: [PEAK_SIZE, PEAK_SIZE], scale, offset: 0 })

const products = (): GraphWriter => {
  const graph = new GraphWriter('peak')
  let value = graph.input('x', 'float32', [PEAK_SIZE, PEAK_SIZE])
  const factor = graph.constant('factor', 'float32', [PEAK_SIZE, PEAK_SIZE], matrix('factor', Math.sqrt(3 / PEAK_SIZE)))
  for (let k = 0; k < PRODUCTS; k++) value = graph.node('MatMul', `product.${k}`, [value, factor])
  // A row is enough: all of it would be copied out.
  const row = graph.constant('row', 'int64', [1], BigInt64Array.of(0n))
  graph.output(graph.node('Gather', 'first', [value, row], { axis: 0 }), 'float32', [1, PEAK_SIZE])
  return graph
}

const peakOf = (session: Session): Peak => {
  const x = { shape: [PEAK_SIZE, PEAK_SIZE], data: matrix('x', 1) }
  const gflop = (2 * PRODUCTS * PEAK_SIZE ** 3) / 1e9
  let best = 0
  return {
    measure: (runs) => async () => {
      for (let run = 0; run < runs; run++) {
        const start = performance.now()
        const done = await session.run({ x })()
        if (E.isLeft(done)) return done
        best = Math.max(best, (gflop / (performance.now() - start)) * 1000)
      }
      return E.right(best)
    },
    close: session.close,
  }
}
