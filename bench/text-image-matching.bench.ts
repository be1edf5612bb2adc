/**
 * Text-image matching: batches of the size that CoRL trains with ([576, 2048] image tokens against [32, 2048] text tokens, 16 samples), by the
 * kernel in WebAssembly, by plain TypeScript, and as the reward takes them from each form of a sample.
 *
 *   npx tsx bench/text-image-matching.bench.ts [part of a name]
 */
import { formulaTensor } from '../src/formula/tensor.js'
import { score } from '../src/score.js'
import { plainDots } from '../src/text-image-matching/dots/plain-dots.js'
import { wasmDots } from '../src/text-image-matching/dots/wasm-dots.js'
import { matchRows } from '../src/text-image-matching/match-rows.js'
import { matchTokens } from '../src/text-image-matching/match-tokens.js'
import { runNow } from '../src/text-image-matching/steps.js'
import { textImageMatching } from '../src/text-image-matching/text-image-matching.js'
import type { TokenMatrix } from '../src/text-image-matching/token-matrix.js'
import { type TokenRows, tokenRows } from '../src/text-image-matching/token-rows.js'
import { heading, markdownTable } from './print.js'

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

const reward = textImageMatching()
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
  ...forms.map(([form, samples]) => {
    const make = () => {
      const batch = samples()
      return () => score(reward, batch)
    }
    return [`reward, ${form}`, make] as const
  }),
]

/** Products and sums, two a number. */
const GFLOP = (2 * SAMPLES * 576 * 32 * WIDTH) / 1e9
const RUNS = 9

const table: Array<ReadonlyArray<string>> = []
for (const [name, make] of subjects) {
  if (!name.includes(process.argv[2] ?? '')) continue
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
