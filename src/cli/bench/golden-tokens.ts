import { type FormulaTensor, formulaTensor } from '../../formula/tensor.js'
import type { TokenMatrix } from '../../text-image-matching/token-matrix.js'
import type { BenchSample } from './samples.js'

/** Tokens as golden data name them: rows, or a tensor by formula and what is made of it, in the order of these fields. */
export type NamedTokens = ReadonlyArray<ReadonlyArray<number>> | (FormulaTensor & Changes)

interface Changes {
  /** Of a tensor of three dimensions, the matrix with this number. */
  readonly item?: number
  /** These rows, in this order. */
  readonly rows?: ReadonlyArray<number>
  /** As many columns, from the first. */
  readonly columns?: number
  /** Every number times this, in float32. */
  readonly times?: number
  /** Row j times j + 1. */
  readonly timesRow?: true
  /** This row is 0. */
  readonly zeroRow?: number
  /** In this row and column this number, which JSON does not hold. */
  readonly put?: readonly [row: number, column: number, value: 'NaN' | 'Infinity']
}

const FIELDS = ['imageTokens', 'textTokens'] as const

/** Samples with their tokens; each tensor is computed once. */
export const tokensByFormula = (): ((sample: BenchSample) => BenchSample) => {
  const tensors = new Map<string, Float32Array>()
  const tensorOf = ({ key, shape, scale, offset }: FormulaTensor): Float32Array => {
    const name = JSON.stringify([key, shape, scale, offset])
    const values = tensors.get(name) ?? formulaTensor({ key, shape, scale, offset })
    tensors.set(name, values)
    return values
  }
  return (sample) => ({
    ...sample,
    // Sound: the golden data hold nothing else in these fields.
    ...Object.fromEntries(FIELDS.map((field) => [field, matrixOf(sample[field] as NamedTokens, tensorOf)])),
  })
}

const matrixOf = (
  named: NamedTokens,
  tensorOf: (tensor: FormulaTensor) => Float32Array,
): TokenMatrix | ReadonlyArray<ReadonlyArray<number>> => {
  if (!('key' in named)) return named
  const [count = 0, width = 0] = named.shape.slice(-2)
  const { item = 0, columns = width, times = 1, timesRow, zeroRow, put } = named
  const rows = named.rows ?? Array.from({ length: count }, (_, row) => row)
  const tensor = tensorOf(named)
  const data = new Float32Array(rows.length * columns)
  for (const [i, row] of rows.entries()) {
    const start = (item * count + row) * width
    const factor = i === zeroRow ? 0 : timesRow === true ? i + 1 : Math.fround(times)
    for (let column = 0; column < columns; column++) data[i * columns + column] = (tensor[start + column] ?? 0) * factor
  }
  if (put !== undefined) data[put[0] * columns + put[1]] = Number(put[2])
  return { shape: [rows.length, columns], data }
}
