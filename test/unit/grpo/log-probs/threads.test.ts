import * as E from 'fp-ts/lib/Either.js'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { endLogProbWorkers } from '../../../../src/grpo/log-probs/crew/crew.js'
import { atOnce } from '../../../../src/grpo/log-probs/arrays/drive.js'
import { lossAndLogitGradients } from '../../../../src/grpo/log-probs/loss-and-logit-gradients.js'
import { plainRows } from '../../../../src/grpo/log-probs/rows/plain-rows.js'
import { wasmRows } from '../../../../src/grpo/log-probs/rows/wasm-rows.js'
import { tokenLogProbs } from '../../../../src/grpo/log-probs/token-log-probs.js'
import { furthest, idsFor, spread } from './reference.js'

const shape = [4, 64, 5003] as const
const data = spread(4 * 64 * 5003, 8)
const ids = idsFor(256, 5003)
const alone = tokenLogProbs({ shape, data }, ids, { threads: 1 })

afterAll(() => endLogProbWorkers())

describe('worker threads', () => {
  test.each([2, 3, 5])('%i threads give the same numbers to the last bit as one', (threads) => {
    for (let round = 0; round < 5; round++) {
      expect(tokenLogProbs({ shape, data }, ids, { threads })).toEqual(alone)
    }
  })

  test('are started anew after they were ended', async () => {
    await endLogProbWorkers()
    expect(tokenLogProbs({ shape, data }, ids, { threads: 2 })).toEqual(alone)
  })

  test('are ended in the middle of a run: it is finished without them, and right', async () => {
    const large = { shape: [8, 64, 20_000] as const, data: spread(8 * 64 * 20_000, 5) }
    const chosen = idsFor(512, 20_000)
    const slopes = { shape: [8, 64] as const, data: Float64Array.from(spread(512, 1)) }
    const run = (threads: number) =>
      lossAndLogitGradients(large, chosen, () => E.right({ gradLogProbs: slopes }), { threads })()
    const running = run(3)
    await setImmediate()
    await endLogProbWorkers()
    const [ended, wanted] = [await running, await run(1)]
    if (E.isLeft(ended) || E.isLeft(wanted)) throw new Error('no gradient')
    expect(furthest(ended.right.gradLogits, wanted.right.gradLogits)).toBe(0)
  }, 20_000)

  test('take logits from a shared buffer, too', () => {
    const shared = new Float32Array(new SharedArrayBuffer(data.byteLength))
    shared.set(data)
    expect(tokenLogProbs({ shape, data: shared }, ids, { threads: 2 })).toEqual(alone)
  })

  test('a row of a million tokens fits; one that does not is done in plain TypeScript, and right', () => {
    for (const V of [2 ** 20, 2 ** 23 + 1]) {
      const logits = new Float32Array(V)
      logits[V - 1] = 5
      const { logProbs } = tokenLogProbs({ shape: [1, 1, V], data: logits }, [V - 1], { threads: 2 })
      expect(logProbs.data[0]).toBeCloseTo(5 - Math.log(V - 1 + Math.exp(5)), 5)
    }
  })

  test('keep no process alive, whether they ever ran or not', () => {
    const module = new URL('../../../../src/grpo/log-probs/token-log-probs.ts', import.meta.url).href
    const program = `
      const { tokenLogProbs } = await import(${JSON.stringify(module)})
      const data = new Float32Array(64 * 8192)
      const { logProbs } = tokenLogProbs({ shape: [1, 64, 8192], data }, new Int32Array(64), { threads: 3 })
      console.log(logProbs.data[0].toFixed(6))`
    const args = ['--import', createRequire(import.meta.url).resolve('tsx'), '--input-type=module', '-e', program]
    const cwd = fileURLToPath(new URL('../../../..', import.meta.url))
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 60_000 })
    expect({ stdout, stderr, status }).toEqual({ stdout: `${(-Math.log(8192)).toFixed(6)}\n`, stderr: '', status: 0 })
  }, 60_000)
})

describe('both kernels', () => {
  const [vocabulary, count] = [301, 7]
  const logits = spread(vocabulary * count, 6)
  const job = { logits, vocabulary, rows: Int32Array.of(0, 2, 3, 6), temperature: 0.7 }
  const room = () => ({ max: new Float64Array(count), sum: new Float64Array(count), weighted: new Float64Array(count) })

  test('measure the same, and leave out the same rows', () => {
    const [plain, wasm] = [room(), room()]
    atOnce(plainRows.measure(job, plain))
    atOnce(wasmRows(1).measure(job, wasm))
    expect(wasm.max).toEqual(plain.max)
    expect(furthest(wasm.sum.map(Math.log), plain.sum.map(Math.log))).toBeLessThan(1e-6)
    expect(furthest(wasm.weighted, plain.weighted)).toBeLessThan(1e-4)
    expect(wasm.sum[1]).toBe(0)
  })

  test('slope the same, and leave the other rows alone', () => {
    const sums = room()
    atOnce(plainRows.measure(job, sums))
    const ids = new Int32Array(count).fill(5)
    const factor = (seed: number) => Float64Array.from(spread(count, 1, seed))
    const slopes = { max: sums.max, a: factor(3), b: factor(9), ids, chosen: factor(4) }
    const [plain, wasm] = [new Float32Array(logits.length).fill(9), new Float32Array(logits.length).fill(9)]
    atOnce(plainRows.slope(job, slopes, plain))
    atOnce(wasmRows(1).slope(job, slopes, wasm))
    expect(furthest(wasm, plain)).toBeLessThan(1e-6)
    expect([wasm[vocabulary], wasm[5], plain[5]]).toEqual([
      9,
      Math.fround(slopes.chosen[0]!),
      Math.fround(slopes.chosen[0]!),
    ])
  })
})
