import { type Divisor, divisorOf } from '../plain/settings.js'
import { inSettings, type LossMistake } from './loss-mistake.js'

const DIVISORS: Readonly<Record<Divisor, string>> = {
  rowMeans: "mean of the rows' means (grpo)",
  rowMeansUnguarded: "mean of the rows' means, 0 / 0 for a row without a token",
  rowsWithTokens: "mean of the rows' means, rows without a token left out",
  rowMeansSummed: "sum of the rows' means, not divided by the number of rows",
  groups: 'mean over all tokens of a group, and the mean of the groups',
  tokens: 'mean over all tokens that count (bnpo)',
  maxLength: 'sum over rows and max_completion_length (dr_grpo)',
  maxLengthAlone: 'sum over max_completion_length, not divided by the number of rows',
  positions: 'mean over all positions, padding counted in the divisor',
  longest: 'sum over rows and the longest completion of the batch',
  rows: 'sum of each row, mean over the rows (luspo)',
  items: 'sum over num_items_in_batch (dapo)',
  none: 'plain sum, divided by nothing',
}

const named = (divisor: Divisor): LossMistake =>
  inSettings(`normaliser: ${DIVISORS[divisor]}`, (settings, { groupSize }) => {
    const isLengthUnset = divisor.startsWith('maxLength') && settings.maxCompletionLength === 1
    const isOneGroup = divisor === 'groups' && groupSize === undefined
    return divisor === divisorOf(settings) || isLengthUnset || isOneGroup ? undefined : { divisor }
  })

const factor = (reason: string, of: (a: number, g: number, p: number) => number): LossMistake =>
  inSettings(reason, ({ gradientAccumulationSteps, stepsPerGeneration, numProcesses }) => {
    const value = of(gradientAccumulationSteps, stepsPerGeneration, numProcesses)
    return value === 1 ? undefined : { factor: value }
  })

/** What a loss is divided by. */
export const normaliserMistakes: ReadonlyArray<LossMistake> = [
  ...(Object.keys(DIVISORS) as ReadonlyArray<Divisor>).map(named),
  inSettings('normaliser: tokens of tools counted in the lengths', (_, { toolMask }) =>
    toolMask === undefined ? undefined : { lengths: 'completion' },
  ),
  inSettings('normaliser: num_items_in_batch ignored, the tokens of this call counted instead', (settings) =>
    settings.numItemsInBatch === null ? undefined : { numItemsInBatch: null },
  ),
  inSettings('gradient accumulation: computed as in evaluation, without any division by its steps', ({ mode }) =>
    mode === 'train' ? { mode: 'eval' } : undefined,
  ),
  inSettings('gradient accumulation: computed as in training, divided by its steps', ({ mode }) =>
    mode === 'eval' ? { mode: 'train' } : undefined,
  ),
  factor('gradient accumulation: not divided by gradient_accumulation_steps', (a) => a),
  factor('gradient accumulation: divided by gradient_accumulation_steps once more', (a) => 1 / a),
  factor('gradient accumulation: steps_per_generation left out', (_, g) => 1 / g),
  factor('gradient accumulation: multiplied by steps_per_generation once more', (_, g) => g),
  factor('processes: divided by num_processes once more', (_, __, p) => 1 / p),
  factor('processes: multiplied by num_processes once more', (_, __, p) => p),
  inSettings('sign: the loss negated', () => ({ factor: -1 })),
]
