import type { TensorView } from '../../../../../src/adapters/onnx/checkpoint-weights.js'
import type { GraphWriter, Value } from '../../../../../src/adapters/onnx/graph.js'
import type { LinearNames } from '../../../../../src/adapters/onnx/transformer/layers.js'
import { formulaTensor } from '../../../../../src/formula/tensor.js'

/** Rows of numbers: what the graphs compute in float32 is worked here in float64. */
export type Rows = ReadonlyArray<ReadonlyArray<number>>

/** Numbers by formula, in [-scale, scale). */
export const numbers = (key: string, count: number, scale = 1): Float32Array =>
  formulaTensor({ key: `plain|${key}`, shape: [count], scale, offset: 0 })

export const rowsOf = (values: ArrayLike<number>, width: number): Rows =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_, i) => values[row * width + i]!),
  )

export const range = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, i) => i)
export const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)
export const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => sum(a.map((one, i) => one * b[i]!))
export const add = (a: Rows, b: Rows): Rows => a.map((row, r) => row.map((value, i) => value + b[r]![i]!))

/** A network's tensors, in memory. */
export class PlainNetwork {
  private readonly tensors = new Map<string, { readonly shape: ReadonlyArray<number>; readonly data: Float32Array }>()

  /** With tensors by formula, of these names and shapes. */
  constructor(shapes: Readonly<Record<string, ReadonlyArray<number>>>, scale = 1) {
    for (const [name, shape] of Object.entries(shapes)) {
      const count = shape.reduce((product, size) => product * size, 1)
      this.tensors.set(name, { shape, data: numbers(name, count, scale) })
    }
  }

  /** Its tensors in a graph, as those of a checkpoint. */
  readonly writer =
    (graph: GraphWriter) =>
    (name: string, view: TensorView = { name }): Value =>
      graph.once(view.name, () => {
        const { shape, data } = this.get(name)
        const size = data.length / shape[0]!
        const [from, to] = view.rows ?? [0, shape[0]!]
        const part = data.slice(from * size, to * size)
        return graph.constant(view.name, 'float32', view.shape ?? [to - from, ...shape.slice(1)], part)
      })

  /** y = x Wᵀ + b. */
  linear({ weight, bias, rows }: LinearNames, input: Rows): Rows {
    const matrix = rowsOf(this.get(weight).data, this.get(weight).shape[1]!).slice(...(rows ?? []))
    const added = bias === undefined ? undefined : [...this.get(bias).data].slice(...(rows ?? []))
    return input.map((row) => matrix.map((weights, out) => dot(weights, row) + (added?.[out] ?? 0)))
  }

  /** (x - mean) / √(variance + epsilon) · weight + bias, a row at a time. */
  norm(module: string, epsilon: number, input: Rows): Rows {
    const [weight, bias] = [this.get(`${module}.weight`).data, this.get(`${module}.bias`).data]
    return input.map((row) => {
      const mean = sum(row) / row.length
      const variance = sum(row.map((value) => (value - mean) ** 2)) / row.length
      return row.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * weight[i]! + bias[i]!)
    })
  }

  private get(name: string): { readonly shape: ReadonlyArray<number>; readonly data: Float32Array } {
    const tensor = this.tensors.get(name)
    if (tensor === undefined) throw new Error(`no tensor ${name}`)
    return tensor
  }
}

/**
 * Attention of one text, head by head: softmax(q kᵀ / √d) v.
 *
 * @param sees - Whether the query at a place sees the key at another.
 */
export const plainAttention = (
  queries: Rows,
  keys: Rows,
  values: Rows,
  heads: number,
  sees: (query: number, key: number) => boolean = () => true,
): Rows => {
  const size = queries[0]!.length / heads
  const head = (row: ReadonlyArray<number>, h: number): ReadonlyArray<number> => row.slice(h * size, (h + 1) * size)
  return queries.map((query, q) =>
    range(heads).flatMap((h) => {
      const weights = keys.map((key, k) =>
        sees(q, k) ? Math.exp(dot(head(query, h), head(key, h)) / Math.sqrt(size)) : 0,
      )
      const total = sum(weights)
      return range(size).map((i) => sum(weights.map((weight, k) => (weight / total) * head(values[k]!, h)[i]!)))
    }),
  )
}

/** The error function, (2 / √π) ∫ exp(-t²) from 0 to x, by Simpson's rule; from 6 on it is 1 in float64. */
const erf = (x: number): number => {
  if (Math.abs(x) > 6) return Math.sign(x)
  const steps = 1000
  const height = (i: number): number => Math.exp(-(((x * i) / steps) ** 2))
  const inner = sum(range(steps - 1).map((i) => (i % 2 === 0 ? 4 : 2) * height(i + 1)))
  return ((2 / Math.sqrt(Math.PI)) * (height(0) + inner + height(steps)) * x) / (3 * steps)
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** The activations by their definitions. */
export const plainActivations = {
  gelu: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
  gelu_new: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  gelu_pytorch_tanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  quick_gelu: (x) => x * sigmoid(1.702 * x),
  relu: (x) => Math.max(0, x),
  silu: (x) => x * sigmoid(x),
} as const satisfies Record<string, (x: number) => number>

/** The largest difference. */
export const distance = (got: ArrayLike<number>, expected: ReadonlyArray<number> | Rows): number => {
  const flat = expected.flat()
  if (got.length !== flat.length) throw new Error(`${got.length} numbers, ${flat.length} expected`)
  // Written so that NaN is a difference.
  return flat.reduce((worst, value, i) => {
    const off = Math.abs(got[i]! - value)
    return off <= worst ? worst : off
  }, 0)
}
