/**
 * Text-image matching in other precisions than the fast path's float32, by graphs of onnxruntime over a batch of the size that CoRL trains with (16 samples of
 * [576, 2048] image tokens against [32, 2048] text tokens): products in 8 bits, of tokens rounded beforehand and of float32 tokens rounded in the graph (each row by its
 * largest; a cosine does not change with a row's scale), and in halves. Values are held against those in float64.
 *
 *   npx tsx bench/text-image-matching-precisions.bench.ts [--rounds 20] [--threads 2]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { InferenceSession, Tensor, type TypedTensor } from 'onnxruntime-node'
import { messageOf } from '../src/core/error.js'
import { type Element, GraphWriter, type Value } from '../src/adapters/onnx/graph.js'
import { matchingGraph } from '../src/adapters/onnx/token-matcher/matching-graph.js'
import { formulaTensor } from '../src/formula/tensor.js'
import { matchTokens } from '../src/text-image-matching/match-tokens.js'
import type { TokenMatrix } from '../src/text-image-matching/token-matrix.js'
import { heading, markdownTable } from './print.js'

const { values: asked } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, threads: { type: 'string', default: '2' } },
})
const [rounds, threads] = [Number(asked.rounds), Number(asked.threads)]
const [SAMPLES, IMAGE, TEXT, WIDTH] = [16, 576, 32, 2048]

const tokens = (key: string, count: number): TokenMatrix & { readonly data: Float32Array } => {
  const shape = [count, WIDTH] as const
  return { shape, data: formulaTensor({ key, shape, scale: 1, offset: 0 }) }
}
const pairs = Array.from({ length: SAMPLES }, (_, i) => ({
  image: tokens(`bench|I${i}`, IMAGE),
  text: tokens(`bench|T${i}`, TEXT),
}))
const exact = pairs.map(({ image, text }) => {
  const found = matchTokens(image, text)
  if (found._tag === 'Left') throw new Error('formula values are finite')
  return found.right
})

/** Rows rounded to whole numbers of 8 bits, the largest of each to 127. */
const rounded = ({ shape: [count], data }: TokenMatrix): Int8Array => {
  const whole = new Int8Array(data.length)
  for (let row = 0; row < count; row++) {
    const from = row * WIDTH
    let largest = 0
    for (let i = from; i < from + WIDTH; i++) largest = Math.max(largest, Math.abs(data[i] as number))
    for (let i = from; i < from + WIDTH; i++) whole[i] = Math.round(((data[i] as number) / largest) * 127)
  }
  return whole
}

/** Of numbers of ordinary size, cut off: for the time they take, not for their values. */
const halves = ({ data }: TokenMatrix): Uint16Array =>
  Uint16Array.from(new Uint32Array(Float32Array.from(data).buffer), (bits) => {
    const exponent = ((bits >>> 23) & 255) - 112
    return exponent <= 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 1023)
  })

/** I Tᵀ in whole numbers of 8 bits, and Σ I², Σ T² of what was multiplied. */
const wholeGraph = (roundsRows: boolean): GraphWriter => {
  const graph = new GraphWriter('token-matching-int8')
  const axis = graph.constant('axis', 'int64', [1], BigInt64Array.of(1n))
  const side = (name: string, rows: string): Value => {
    const given = graph.input(name, roundsRows ? 'float32' : 'int8', [rows, WIDTH])
    if (!roundsRows) return given
    const largest = graph.node('ReduceMax', `${name}.largest`, [graph.node('Abs', `${name}.abs`, [given])], {
      axes: [1],
    })
    const step = graph.node('Div', `${name}.step`, [
      largest,
      graph.constant(`${name}.127`, 'float32', [], Float32Array.of(127)),
    ])
    const whole = graph.node('Round', `${name}.whole`, [graph.node('Div', `${name}.steps`, [given, step])])
    return graph.node('Cast', `${name}.int8`, [whole], { to: 3 })
  }
  const [image, text] = [side('image', 'n'), side('text', 'm')]
  const turned = graph.node('Transpose', 'turned', [text], { perm: [1, 0] })
  graph.output(graph.node('MatMulInteger', 'products', [image, turned]), 'int32', ['n', 'm'])
  for (const [name, value, rows] of [
    ['image', image, 'n'],
    ['text', text, 'm'],
  ] as const) {
    const real = graph.node('Cast', `${name}.real`, [value], { to: 1 })
    const squares = graph.node(
      'ReduceSum',
      `${name}.squares`,
      [graph.node('Mul', `${name}.each`, [real, real]), axis],
      { keepdims: 0 },
    )
    graph.output(squares, 'float32', [rows])
  }
  return graph
}

/** I Tᵀ alone. */
const productGraph = (element: Element): GraphWriter => {
  const graph = new GraphWriter(`token-matching-${element}`)
  const [image, text] = [graph.input('image', element, ['n', WIDTH]), graph.input('text', element, ['m', WIDTH])]
  const turned = graph.node('Transpose', 'turned', [text], { perm: [1, 0] })
  const isWhole = element === 'int8'
  const products = graph.node(isWhole ? 'MatMulInteger' : 'MatMul', 'products', [image, turned])
  graph.output(products, isWhole ? 'int32' : element, ['n', 'm'])
  return graph
}

const valueOf = (products: ArrayLike<number>, ofImage: ArrayLike<number>, ofText: ArrayLike<number>): number => {
  const [rows, columns] = [new Float64Array(IMAGE).fill(-1), new Float64Array(TEXT).fill(-1)]
  for (let i = 0; i < IMAGE; i++)
    for (let j = 0; j < TEXT; j++) {
      const cosine = (products[i * TEXT + j] as number) / Math.sqrt((ofImage[i] as number) * (ofText[j] as number))
      rows[i] = Math.max(rows[i] as number, cosine)
      columns[j] = Math.max(columns[j] as number, cosine)
    }
  const mean = (numbers: Float64Array): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length
  return (mean(rows) + mean(columns)) / 2
}

type Feeds = Record<string, Tensor>
const feeds = (element: Element, of: (matrix: TokenMatrix) => unknown): ReadonlyArray<Feeds> =>
  pairs.map(({ image, text }) => ({
    image: new Tensor(element as 'float32', of(image) as Float32Array, [IMAGE, WIDTH]),
    text: new Tensor(element as 'float32', of(text) as Float32Array, [TEXT, WIDTH]),
  }))
const float32 = feeds('float32', ({ data }) => data)

const int8 = feeds('int8', rounded)

const scratch = mkdtempSync(path.join(tmpdir(), 'corl-tim-'))
const CANDIDATES = [
  ['float32, the fast path', matchingGraph(), float32],
  ['8 bits, tokens rounded beforehand', wholeGraph(false), int8],
  ['8 bits, rounded in the graph', wholeGraph(true), float32],
  ['float32, product alone', productGraph('float32'), float32],
  ['8 bits, product alone', productGraph('int8'), int8],
  ['float16, product alone', productGraph('float16'), feeds('float16', halves)],
  ['bfloat16, product alone', productGraph('bfloat16'), []],
] as const

interface Runner {
  readonly name: string
  readonly session: InferenceSession
  readonly feeds: ReadonlyArray<Feeds>
  readonly ms: Array<number>
  off: number
}

const numbers = (tensor: unknown): ArrayLike<number> => (tensor as TypedTensor<'float32'>).data
const refused: Array<Array<string>> = []
const runners: Array<Runner> = []
for (const [i, [name, graph, given]] of CANDIDATES.entries()) {
  const file = path.join(scratch, `${i}.onnx`)
  writeFileSync(file, graph.toBytes())
  try {
    const session = await InferenceSession.create(file, { intraOpNumThreads: threads, logSeverityLevel: 4 })
    runners.push({ name, session, feeds: given, ms: [], off: NaN })
  } catch (cause) {
    refused.push([name, messageOf(cause).split('\n')[0] ?? ''])
  }
}
rmSync(scratch, { recursive: true })

for (let round = -1; round < rounds; round++) {
  for (const runner of runners) {
    const start = performance.now()
    const results = []
    for (const one of runner.feeds) results.push(await runner.session.run(one))
    if (round >= 0) runner.ms.push(performance.now() - start)
    const offs = results.map((found, i) => {
      const [products, ofImage, ofText] = ['products', 'image.squares', 'text.squares'].map((key) => found[key])
      if (ofImage === undefined) return NaN
      return Math.abs(valueOf(numbers(products), numbers(ofImage), numbers(ofText)) - (exact[i] as number))
    })
    runner.off = Math.max(...offs)
  }
}

console.info(
  heading(`text-image matching by precision, ms a batch of ${SAMPLES}: [${IMAGE}, ${WIDTH}] x [${TEXT}, ${WIDTH}]`),
)
const least = Math.min(...(runners[0] as Runner).ms)
const table = runners.map(({ name, ms, off }) => {
  ms.sort((a, b) => a - b)
  const [best, middle] = [ms[0] as number, ms[Math.floor(ms.length / 2)] as number]
  return [
    name,
    best.toFixed(1),
    `${(best / least).toFixed(2)}x`,
    middle.toFixed(1),
    Number.isNaN(off) ? '-' : off.toExponential(1),
  ]
})
console.info(markdownTable(['precision', 'least', 'of float32', 'median', 'value off by at most'], table))
for (const [name, why] of refused) console.info(`${name}: refused by onnxruntime: ${why}`)
console.info(`\n${threads} threads, ${rounds} rounds; load ${(loadavg()[0] as number).toFixed(1)}.`)
