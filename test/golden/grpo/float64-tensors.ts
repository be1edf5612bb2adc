/**
 * The operations of tfjs-core that the losses use, on float64 arrays: the formulas can be held against float64 values. Stands in for the
 * package in a test (`vi.mock`). Nothing is differentiated: the losses bring their own gradients.
 */
type Shape = ReadonlyArray<number>
type Arg = Tensor | number

export class Tensor {
  readonly dtype = 'float32'
  readonly isDisposed = false

  constructor(
    readonly values: Float64Array,
    readonly shape: Shape,
  ) {}

  dataSync = (): Float64Array => this.values
  data = async (): Promise<Float64Array> => this.values
  dispose = (): void => undefined
}

const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1)
const of = (x: Arg): Tensor => (typeof x === 'number' ? new Tensor(Float64Array.of(x), []) : x)

const spread = (shapes: ReadonlyArray<Shape>): Shape => {
  const rank = Math.max(...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1)
    const size = Math.max(...sizes)
    if (sizes.some((one) => one !== 1 && one !== size)) throw new Error(`shapes ${JSON.stringify(shapes)} do not fit`)
    return size
  })
}

/** Elementwise, shapes spread to one. */
const map = (f: (...numbers: Array<number>) => number, ...args: Array<Arg>): Tensor => {
  const tensors = args.map(of)
  const shape = spread(tensors.map((tensor) => tensor.shape))
  const values = new Float64Array(sizeOf(shape))
  const steps = tensors.map((tensor) => {
    let step = 1
    const all = new Array<number>(shape.length).fill(0)
    for (let axis = tensor.shape.length - 1; axis >= 0; axis--) {
      const size = tensor.shape[axis]!
      all[axis - tensor.shape.length + shape.length] = size === 1 ? 0 : step
      step *= size
    }
    return all
  })
  for (let place = 0; place < values.length; place++) {
    const at = tensors.map(() => 0)
    for (let axis = shape.length - 1, rest = place; axis >= 0; axis--) {
      const index = rest % shape[axis]!
      rest = Math.floor(rest / shape[axis]!)
      for (let k = 0; k < at.length; k++) at[k]! += index * steps[k]![axis]!
    }
    values[place] = f(...tensors.map((tensor, k) => tensor.values[at[k]!]!))
  }
  return new Tensor(values, shape)
}

/** Along axis 1 of a matrix, kept as a column, or over everything. */
const reduce = (f: (numbers: Float64Array) => number, x: Tensor, axis?: number, keepDims?: boolean): Tensor => {
  if (axis === undefined) return of(f(x.values))
  if (axis !== 1 || keepDims !== true || x.shape.length !== 2) throw new Error('only the rows of a matrix, kept')
  const [rows, columns] = x.shape as [number, number]
  const column = Array.from({ length: rows }, (_, i) => f(x.values.subarray(i * columns, (i + 1) * columns)))
  return new Tensor(Float64Array.from(column), [rows, 1])
}

const total = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0)
const unary = (f: (x: number) => number) => (x: Arg) => map(f, x)
const binary = (f: (a: number, b: number) => number) => (a: Arg, b: Arg) => map(f, a, b)
const test = (f: (a: number, b: number) => boolean) => (a: Arg, b: Arg) => map((x, y) => Number(f(x, y)), a, b)

export const tensor2d = (values: ReadonlyArray<number>, shape: Shape): Tensor =>
  new Tensor(Float64Array.from(values), shape)
export const tensor1d = (values: ReadonlyArray<number>): Tensor => tensor2d(values, [values.length])
export const scalar = (value: number): Tensor => of(value)
export const zerosLike = unary(() => 0)
export const onesLike = unary(() => 1)
export const range = (from: number, to: number): Tensor =>
  tensor1d(Array.from({ length: to - from }, (_, i) => from + i))
export const engine = () => ({ registryFactory: { float64: null } })
export const ready = async (): Promise<void> => undefined
export const tidy = <A>(f: () => A): A => f()
export const reshape = (x: Tensor, shape: Shape): Tensor =>
  new Tensor(
    x.values,
    shape.map((size) => (size === -1 ? x.values.length : size)),
  )
export const cast = (x: Tensor, dtype: string): Tensor => (dtype === 'bool' ? map((v) => Number(v !== 0), x) : x)
export const add = binary((a, b) => a + b)
export const sub = binary((a, b) => a - b)
export const mul = binary((a, b) => a * b)
export const div = binary((a, b) => a / b)
export const minimum = binary(Math.min)
export const maximum = binary(Math.max)
export const neg = unary((x) => -x)
export const exp = unary(Math.exp)
export const expm1 = unary(Math.expm1)
export const log = unary(Math.log)
export const abs = unary(Math.abs)
export const sign = unary(Math.sign)
export const square = unary((x) => x * x)
export const floor = unary(Math.floor)
export const sigmoid = unary((x) => 1 / (1 + Math.exp(-x)))
export const isNaN = unary((x) => Number(Number.isNaN(x)))
export const isFinite = unary((x) => Number(Number.isFinite(x)))
export const clipByValue = (x: Tensor, least: number, most: number): Tensor =>
  map((v) => Math.min(Math.max(v, least), most), x)
export const equal = test((a, b) => a === b)
export const notEqual = test((a, b) => a !== b)
export const less = test((a, b) => a < b)
export const lessEqual = test((a, b) => a <= b)
export const greater = test((a, b) => a > b)
export const greaterEqual = test((a, b) => a >= b)
export const logicalAnd = test((a, b) => a !== 0 && b !== 0)
export const logicalOr = test((a, b) => a !== 0 || b !== 0)
export const logicalNot = unary((x) => Number(x === 0))
export const where = (condition: Tensor, a: Tensor, b: Tensor): Tensor =>
  map((is, x, y) => (is !== 0 ? x : y), condition, a, b)
export const sum = (x: Tensor, axis?: number, keepDims?: boolean): Tensor => reduce(total, x, axis, keepDims)
export const mean = (x: Tensor): Tensor => of(total(x.values) / x.values.length)
export const min = (x: Tensor): Tensor => of(Math.min(...x.values))
export const max = (x: Tensor): Tensor => of(Math.max(...x.values))
export const concat = (tensors: ReadonlyArray<Tensor>): Tensor =>
  tensor1d(tensors.flatMap((tensor) => Array.from(tensor.values)))
export const gather = (x: Tensor, places: Tensor): Tensor =>
  new Tensor(
    places.values.map((place) => x.values[place]!),
    places.shape,
  )
export const topk = (x: Tensor, k: number): { values: Tensor; indices: Tensor } => {
  const places = Array.from(x.values.keys()).sort((a, b) => x.values[b]! - x.values[a]! || a - b)
  const indices = tensor1d(places.slice(0, k))
  return { values: gather(x, indices), indices }
}
export const scatterND = (places: Tensor, updates: Tensor, [size]: readonly [number]): Tensor => {
  const values = new Float64Array(size)
  places.values.forEach((place, k) => (values[place]! += updates.values[k]!))
  return new Tensor(values, [size])
}
