import type { LossInputs } from '../../../grpo/loss/inputs/read-inputs.js'

/** The inputs of a loss as float64, row after row, [rows, columns]. What is no number at places of padding is NaN. */
export interface Batch {
  readonly rows: number
  readonly columns: number
  readonly logProbs: Float64Array
  /** The policy itself where none were given. */
  readonly oldLogProbs: Float64Array
  readonly refLogProbs?: Float64Array
  readonly samplingLogProbs?: Float64Array
  readonly entropies?: Float64Array
  /** One a token. */
  readonly advantages: Float64Array
  readonly hasRowAdvantages: boolean
  readonly completionMask: Uint8Array
  readonly toolMask?: Uint8Array
  /** One a token, whichever way they were given. */
  readonly importanceWeights?: Float64Array
  readonly hasRowWeights: boolean
  /** Completions a prompt, where that is told and the rows are whole groups. */
  readonly groupSize?: number
}

/**
 * From inputs that the library has found to be in order.
 *
 * @param numGenerations - Completions a prompt, where the case tells.
 */
export const batchOf = (inputs: LossInputs, numGenerations?: unknown): Batch => {
  const { data: logProbs, rows, columns } = flat(inputs.logProbs)
  const matrix = (value: unknown): Float64Array => flat(value).data
  const spread = (value: unknown): Float64Array => {
    const { data } = flat(value)
    return data.length === rows * columns
      ? data
      : Float64Array.from({ length: rows * columns }, (_, at) => data[Math.floor(at / columns)] as number)
  }
  const isThere = (value: unknown): boolean => value !== undefined && value !== null
  const { oldLogProbs, refLogProbs, samplingLogProbs, entropies, toolMask, importanceWeights } = inputs
  return {
    rows,
    columns,
    logProbs,
    oldLogProbs: isThere(oldLogProbs) ? matrix(oldLogProbs) : logProbs,
    ...(isThere(refLogProbs) && { refLogProbs: matrix(refLogProbs) }),
    ...(isThere(samplingLogProbs) && { samplingLogProbs: matrix(samplingLogProbs) }),
    ...(isThere(entropies) && { entropies: matrix(entropies) }),
    advantages: spread(inputs.advantages),
    hasRowAdvantages: flat(inputs.advantages).data.length === rows,
    completionMask: Uint8Array.from(matrix(inputs.completionMask)),
    ...(isThere(toolMask) && { toolMask: Uint8Array.from(matrix(toolMask)) }),
    ...(isThere(importanceWeights) && { importanceWeights: spread(importanceWeights) }),
    hasRowWeights: isThere(importanceWeights) && flat(importanceWeights).columns === 1 && columns > 1,
    ...(isGroupSize(numGenerations, rows) && { groupSize: numGenerations }),
  }
}

const isGroupSize = (size: unknown, rows: number): size is number =>
  typeof size === 'number' && Number.isInteger(size) && size > 0 && rows % size === 0

interface Flat {
  readonly rows: number
  readonly columns: number
  readonly data: Float64Array
}

const flat = (value: unknown): Flat => {
  const { shape, data } = (typeof value === 'object' ? value : {}) as {
    shape?: [number, number?]
    data?: Array<number>
  }
  if (shape !== undefined && data !== undefined)
    return { rows: shape[0], columns: shape[1] ?? 1, data: Float64Array.from(data) }
  const list = value as ArrayLike<number | ArrayLike<number>>
  const first = list[0]
  if (typeof first !== 'object')
    return { rows: list.length, columns: 1, data: Float64Array.from(list as ArrayLike<number>, numberOf) }
  const columns = first.length
  return {
    rows: list.length,
    columns,
    data: Float64Array.from({ length: list.length * columns }, (_, at) =>
      numberOf((list[Math.floor(at / columns)] as ArrayLike<number>)[at % columns]),
    ),
  }
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : NaN

/** The same as inputs of the library's loss. */
export const inputsOf = (batch: Batch): LossInputs => {
  const { rows, columns, advantages, completionMask, toolMask, importanceWeights, hasRowWeights } = batch
  const matrix = (data: ArrayLike<number>) => ({ shape: [rows, columns], data })
  const byRow = (data: Float64Array) => Array.from({ length: rows }, (_, i) => [data[i * columns] as number])
  return {
    logProbs: matrix(batch.logProbs),
    oldLogProbs: matrix(batch.oldLogProbs),
    ...(batch.refLogProbs !== undefined && { refLogProbs: matrix(batch.refLogProbs) }),
    ...(batch.samplingLogProbs !== undefined && { samplingLogProbs: matrix(batch.samplingLogProbs) }),
    ...(batch.entropies !== undefined && { entropies: matrix(batch.entropies) }),
    advantages: batch.hasRowAdvantages ? byRow(advantages) : matrix(advantages),
    completionMask: matrix(completionMask),
    ...(toolMask !== undefined && { toolMask: matrix(toolMask) }),
    ...(importanceWeights !== undefined && {
      importanceWeights: hasRowWeights ? byRow(importanceWeights) : matrix(importanceWeights),
    }),
  }
}
