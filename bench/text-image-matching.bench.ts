/**
 * Text-image matching: batches of the size that CoRL trains with ([576, 2048] image tokens against [32, 2048] text tokens, 16 samples), by the
 * kernel in WebAssembly, by plain TypeScript, and as the reward takes them from each form of a sample, in float64 and on the fast path. With a
 * Python that has torch: the reward beside the same in torch, in turns, the best of several rounds.
 *
 *   npx tsx bench/text-image-matching.bench.ts [part of a name] [--python PATH] [--rounds 20] [--threads 2]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { loadTextImageMatching } from '../src/adapters/onnx/token-matcher/load-text-image-matching.js'
import { orRefuse } from '../src/cli/bench/sections/or-refuse.js'
import { formulaTensor } from '../src/formula/tensor.js'
import { score } from '../src/score.js'
import { plainDots } from '../src/text-image-matching/dots/plain-dots.js'
import { wasmDots } from '../src/text-image-matching/dots/wasm-dots.js'
import { matchRows } from '../src/text-image-matching/match-rows.js'
import { matchTokens } from '../src/text-image-matching/match-tokens.js'
import { runNow } from '../src/core/steps.js'
import { textImageMatching } from '../src/text-image-matching/text-image-matching.js'
import type { TokenMatrix } from '../src/text-image-matching/token-matrix.js'
import { type TokenRows, tokenRows } from '../src/text-image-matching/token-rows.js'
import { heading, markdownTable } from './print.js'
import { startPeer } from './python-peer.js'

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    threads: { type: 'string', default: '2' },
  },
})
const [rounds, threads] = [Number(asked.rounds), Number(asked.threads)]

const SAMPLES = 16
const WIDTH = 2048

const tokens = (key: string, count: number): TokenMatrix => {
  const shape = [count, WIDTH] as const
  return { shape, data: formulaTensor({ key, shape, scale: 1, offset: 0 }) }
}

const rowsOf = (matrix: TokenMatrix): TokenRows => {
  const rows = runNow(
    tokenRows({ tokens: matrix, kept: undefined }, (value) => ({ _tag: 'NonFinite', reward: 'bench', value })),
  )
  if (rows._tag === 'Left') throw new Error('formula values are finite')
  return rows.right
}

const images = Array.from({ length: SAMPLES }, (_, i) => tokens(`bench|I${i}`, 576))
const texts = Array.from({ length: SAMPLES }, (_, i) => tokens(`bench|T${i}`, 32))
const rows = { images: images.map(rowsOf), texts: texts.map(rowsOf) }

/** The same as a line of JSON holds it. */
const base64 = (matrix: TokenMatrix, dtype: 'float32' | 'bfloat16') => {
  const { shape, data } = matrix
  const bits = new Uint32Array(data.buffer)
  const stored = dtype === 'float32' ? data : Uint16Array.from(bits, (word) => word >>> 16)
  return { dtype, shape, data: Buffer.from(stored.buffer).toString('base64') }
}

const samplesOf = <T>(form: (matrix: TokenMatrix) => T) =>
  images.map((image, i) => ({ imageTokens: form(image), textTokens: form(texts[i]!) }))

const rewards = [
  ['float64', textImageMatching()],
  ['fast', await orRefuse(loadTextImageMatching({ threads }))],
] as const
/** Made when their turn comes: what lies in memory slows down the others. */
const forms: ReadonlyArray<readonly [name: string, samples: () => ReadonlyArray<object>]> = [
  ['Float32Array', () => samplesOf((matrix) => matrix)],
  ['base64 of float32', () => samplesOf((matrix) => base64(matrix, 'float32'))],
  ['base64 of bfloat16', () => samplesOf((matrix) => base64(matrix, 'bfloat16'))],
  [
    'arrays of numbers',
    () =>
      samplesOf(({ data }) =>
        Array.from({ length: data.length / WIDTH }, (_, i) => [...data.subarray(i * WIDTH, (i + 1) * WIDTH)]),
      ),
  ],
]

const subjects: ReadonlyArray<readonly [name: string, make: () => () => unknown]> = [
  [
    'kernel in WebAssembly',
    () => () => rows.images.map((image, i) => runNow(matchRows(image, rows.texts[i]!, wasmDots()))),
  ],
  [
    'kernel in TypeScript',
    () => () => rows.images.map((image, i) => runNow(matchRows(image, rows.texts[i]!, plainDots))),
  ],
  ['squares of lengths', () => () => [...images, ...texts].map(rowsOf)],
  ['matchTokens', () => () => images.map((image, i) => matchTokens(image, texts[i]!))],
  ...forms.flatMap(([form, samples]) =>
    rewards.map(([engine, reward]) => {
      const make = () => {
        const batch = samples()
        return () => score(reward, batch)
      }
      return [`reward, ${engine}, ${form}`, make] as const
    }),
  ),
]

/** Products and sums, two a number. */
const GFLOP = (2 * SAMPLES * 576 * 32 * WIDTH) / 1e9
const RUNS = 9

const table: Array<ReadonlyArray<string>> = []
for (const [name, make] of subjects) {
  if (!name.includes(positionals[0] ?? '')) continue
  const run = make()
  const times: Array<number> = []
  for (let i = -2; i < RUNS; i++) {
    const start = performance.now()
    await run()
    if (i >= 0) times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const middle = times[Math.floor(RUNS / 2)]!
  const rate = name.startsWith('squares') ? '' : (GFLOP / (middle / 1000)).toFixed(1)
  table.push([name, middle.toFixed(1), times[0]!.toFixed(1), rate])
}

console.info(heading(`text-image matching, ms a batch of ${SAMPLES}: [576, ${WIDTH}] x [32, ${WIDTH}]`))
console.info(markdownTable(['what', 'median', 'least', 'GFLOP/s'], table))

/** Threads of either runtime go on turning for a while after a run. */
const REST_MS = 200
/** Batches in a turn: the first ones find the machine's caches as the other side left them. */
const BATCHES = 5

interface Question {
  readonly images: string
  readonly texts: string
  readonly samples: number
  readonly width: number
  readonly dtype: 'float32' | 'bfloat16'
  readonly runs: number
}

interface Answer {
  readonly ms: ReadonlyArray<number>
  readonly values: ReadonlyArray<number>
}

const besideTorch = async (python: string): Promise<void> => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'corl-tim-'))
  const fileOf = (name: string, matrices: ReadonlyArray<TokenMatrix>): string => {
    const file = path.join(scratch, name)
    writeFileSync(file, Buffer.concat(matrices.map(({ data }) => new Uint8Array(data.buffer))))
    return file
  }
  const question = { images: fileOf('images', images), texts: fileOf('texts', texts), samples: SAMPLES, width: WIDTH }
  const peer = await startPeer<Question, Answer>(python, 'tim-torch.py', threads)
  const batch = samplesOf((matrix) => matrix)
  const ours = rewards.map(([engine, reward]) => {
    const run = async (): Promise<Answer> => {
      const ms: Array<number> = []
      let values: ReadonlyArray<number> = []
      for (let i = 0; i < BATCHES; i++) {
        const start = performance.now()
        const outcomes = await score(reward, batch)
        ms.push(performance.now() - start)
        values = outcomes.map((outcome) => (outcome._tag === 'Scored' ? outcome.value : NaN))
      }
      return { ms, values }
    }
    return [`ours, ${engine}`, run] as const
  })
  const theirs = (['float32', 'bfloat16'] as const).map(
    (dtype) => [`torch, ${dtype}`, () => peer.ask({ ...question, dtype, runs: BATCHES })] as const,
  )
  const found = [...ours, ...theirs].map(([who, run]) => ({ who, run, ms: [] as Array<number>, values: [NaN] }))
  try {
    for (let round = -1; round < rounds; round++) {
      for (const one of found) {
        await pause(REST_MS)
        const { ms, values } = await one.run()
        one.values = [...values]
        if (round >= 0) one.ms.push(...ms)
      }
    }
  } finally {
    peer.end()
    rmSync(scratch, { recursive: true })
  }
  const torch = Math.min(...found.find(({ who }) => who === 'torch, float32')!.ms)
  const rows = found.map(({ who, ms, values }) => {
    ms.sort((a, b) => a - b)
    const off = Math.max(...values.map((value, i) => Math.abs(value - found[0]!.values[i]!)))
    const [least, middle] = [ms[0]!, ms[Math.floor(ms.length / 2)]!]
    return [who, least.toFixed(1), `${(least / torch).toFixed(2)}x`, middle.toFixed(1), off.toExponential(1)]
  })
  const load = loadavg()[0]!.toFixed(1)
  console.info(`\n${peer.versions}, ${threads} threads, ${rounds} rounds of ${BATCHES} batches; load ${load}.\n`)
  console.info(markdownTable(['who', 'least, ms a batch', 'of torch, float32', 'median', 'off by at most'], rows))
}

if (asked.python !== undefined) await besideTorch(asked.python)
