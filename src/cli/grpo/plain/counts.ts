import type { Batch } from './batch.js'
import { divisorOf, type PlainSettings } from './settings.js'

/** Which tokens count, and how many. */
export interface Counts {
  /** m. */
  readonly counts: Uint8Array
  /** n, one a row. */
  readonly lengths: Int32Array
  readonly total: number
}

export const countsOf = ({ rows, columns, completionMask, toolMask }: Batch): Counts => {
  const counts = completionMask.map((one, at) => (toolMask?.[at] === 0 ? 0 : one))
  const lengths = new Int32Array(rows)
  for (let at = 0; at < counts.length; at++) {
    const row = Math.floor(at / columns)
    lengths[row] = (lengths[row] as number) + (counts[at] as number)
  }
  return { counts, lengths, total: lengths.reduce((sum, length) => sum + length, 0) }
}

/** What the losses of a row's tokens are multiplied by when they are summed up. */
export const rowFactors = (batch: Batch, counts: Counts, settings: PlainSettings): Float64Array => {
  const { rows, columns, groupSize = rows } = batch
  const { lengths, total } = settings.lengths === 'completion' ? countsOf(withoutTools(batch)) : counts
  const filled = lengths.reduce((sum, length) => sum + Math.min(length, 1), 0)
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  const groupTotals = new Float64Array(Math.ceil(rows / groupSize))
  for (const [row, length] of lengths.entries())
    groupTotals[Math.floor(row / groupSize)] = (groupTotals[Math.floor(row / groupSize)] as number) + length
  const { mode, gradientAccumulationSteps, stepsPerGeneration, numProcesses, numItemsInBatch } = settings
  const isTraining = mode === 'train'
  const perStep = isTraining ? 1 / gradientAccumulationSteps : 1
  return Float64Array.from(lengths, (length, row) => {
    switch (divisorOf(settings)) {
      case 'rowMeans':
        return perStep / (rows * Math.max(length, 1))
      case 'rowMeansUnguarded':
        return length === 0 ? NaN : perStep / (rows * length)
      case 'rowsWithTokens':
        return perStep / (Math.max(filled, 1) * Math.max(length, 1))
      case 'rowMeansSummed':
        return perStep / Math.max(length, 1)
      case 'groups':
        return (perStep * groupSize) / rows / Math.max(groupTotals[Math.floor(row / groupSize)] as number, 1)
      case 'tokens':
        return perStep / Math.max(total, 1)
      case 'maxLength':
        return perStep / (rows * settings.maxCompletionLength)
      case 'maxLengthAlone':
        return perStep / settings.maxCompletionLength
      case 'longest':
        return perStep / (rows * Math.max(longest, 1))
      case 'positions':
        return perStep / (rows * columns)
      case 'rows':
        return perStep / rows
      case 'items': {
        const steps = isTraining ? stepsPerGeneration / gradientAccumulationSteps : 1
        return (numProcesses * steps) / Math.max(numItemsInBatch ?? total, 1)
      }
      case 'none':
        return perStep
    }
  })
}

const withoutTools = ({ toolMask: _, ...batch }: Batch): Batch => batch
