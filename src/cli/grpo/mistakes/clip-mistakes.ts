import type { Batch } from '../plain/batch.js'
import { inBatch, inSettings, isClipped, type LossMistake, shifted } from './loss-mistake.js'

/** Clip ranges, and the constants of the loss types that have none. */
export const clipMistakes: ReadonlyArray<LossMistake> = [
  inSettings('clip range: epsilon_high ignored, epsilon used on both sides', (settings) =>
    settings.epsilonHigh === settings.epsilon ? undefined : { epsilonHigh: settings.epsilon },
  ),
  inSettings('clip range: epsilon and epsilon_high taken for each other', (settings) =>
    isClipped(settings) && settings.epsilonHigh !== settings.epsilon
      ? { epsilon: settings.epsilonHigh, epsilonHigh: settings.epsilon }
      : undefined,
  ),
  inSettings('clip range: epsilon_high used on both sides', (settings) =>
    isClipped(settings) && settings.epsilonHigh !== settings.epsilon ? { epsilon: settings.epsilonHigh } : undefined,
  ),
  inSettings('clip range: ratios not clipped at all', (settings) =>
    settings.lossType === 'sapo' || settings.lossType === 'vespo'
      ? undefined
      : { epsilon: Infinity, epsilonHigh: Infinity, delta: null },
  ),
  inSettings('clip range: ratios capped at delta, not clipped', (settings) =>
    isClipped(settings) && settings.delta !== null ? { bound: 'free' } : undefined,
  ),
  inSettings('clip range: of log-ratios (exp(-epsilon) to exp(epsilon_high)) instead of ratios', (settings) =>
    isClipped(settings)
      ? { epsilon: -Math.expm1(-settings.epsilon), epsilonHigh: Math.expm1(settings.epsilonHigh) }
      : undefined,
  ),
  inSettings('clip range: from 1 / (1 + epsilon) instead of 1 - epsilon', (settings) =>
    isClipped(settings) ? { epsilon: settings.epsilon / (1 + settings.epsilon) } : undefined,
  ),
  inSettings('clip range: the greater of the clipped and the unclipped term taken instead of the lesser', (settings) =>
    isClipped(settings) ? { bound: 'greater' } : undefined,
  ),
  inSettings('clip range: the clipped term taken even where the unclipped one is lesser', (settings) =>
    isClipped(settings) ? { bound: 'clipped' } : undefined,
  ),
  inSettings('clip range: the lesser of the two ratios taken, whatever the sign of the advantage', (settings) =>
    isClipped(settings) ? { bound: 'unsigned' } : undefined,
  ),
  inSettings('clip range: delta ignored', ({ delta }) => (delta === null ? undefined : { delta: null })),
  inSettings('clip range: weights of cispo capped at 1 + epsilon_high instead of epsilon_high', (settings) =>
    settings.lossType === 'cispo' ? { epsilonHigh: 1 + settings.epsilonHigh } : undefined,
  ),
  inSettings('clip range: weights of cispo capped at 1 + epsilon_high and at least 1 - epsilon', (settings) =>
    settings.lossType === 'cispo' ? { epsilonHigh: 1 + settings.epsilonHigh, floor: 1 - settings.epsilon } : undefined,
  ),
  inSettings('constants: the temperatures of sapo for good and bad completions taken for each other', (settings) =>
    settings.lossType === 'sapo'
      ? { sapoTemperaturePos: settings.sapoTemperatureNeg, sapoTemperatureNeg: settings.sapoTemperaturePos }
      : undefined,
  ),
  inSettings('constants: one temperature of sapo for all completions', (settings) =>
    settings.lossType === 'sapo' ? { sapoTemperatureNeg: settings.sapoTemperaturePos } : undefined,
  ),
  ...(['4', '1 / k', '1'] as const).map((gate) =>
    inSettings(`constants: the gate of sapo multiplied by ${gate} instead of 4 / k`, ({ lossType }) =>
      lossType === 'sapo' ? { gate } : undefined,
    ),
  ),
  inSettings('constants: the weight of vespo from the mean of the log-ratios instead of their sum', ({ lossType }) =>
    lossType === 'vespo' ? { vespo: 'mean' } : undefined,
  ),
  inSettings('constants: the importance weight of a completion in place of the phi of vespo', ({ lossType }) =>
    lossType === 'vespo' ? { vespo: 'plain weight' } : undefined,
  ),
  inSettings('constants: those of vespo for good and bad completions taken for each other', (settings) =>
    settings.lossType === 'vespo'
      ? {
          vespoKPos: settings.vespoKNeg,
          vespoKNeg: settings.vespoKPos,
          vespoLambdaPos: settings.vespoLambdaNeg,
          vespoLambdaNeg: settings.vespoLambdaPos,
        }
      : undefined,
  ),
]

/** The importance ratio itself. */
export const ratioMistakes: ReadonlyArray<LossMistake> = [
  inSettings('ratio: one a token instead of one a completion (importance_sampling_level)', (settings) =>
    settings.importanceSamplingLevel === 'sequence' ? { importanceSamplingLevel: 'token' } : undefined,
  ),
  inSettings(
    'ratio: one a completion (the mean log-ratio) instead of one a token (importance_sampling_level)',
    (settings) => (settings.importanceSamplingLevel === 'token' ? { importanceSamplingLevel: 'sequence' } : undefined),
  ),
  inSettings('ratio: of a completion from the sum of its log-ratios instead of their mean', () => ({
    importanceSamplingLevel: 'sequence',
    ratio: 'sum',
  })),
  inSettings('ratio: old over new instead of new over old', () => ({ ratio: 'inverted' })),
  inSettings('ratio: the log-ratio, its exponential not taken', () => ({ ratio: 'log' })),
  inBatch('ratio: old log-probabilities shifted by one to the right', (batch) => oldMoved(batch, -1)),
  inBatch('ratio: old log-probabilities shifted by one to the left', (batch) => oldMoved(batch, 1)),
  {
    reason: 'ratio: old log-probabilities ignored, every ratio 1',
    make: ({ batch, settings }) => ({ batch: { ...batch, oldLogProbs: batch.logProbs }, settings }),
  },
  {
    reason: 'ratio: against the sampling log-probabilities instead of the old ones',
    make: ({ batch, settings }) =>
      batch.samplingLogProbs === undefined
        ? undefined
        : { batch: { ...batch, oldLogProbs: batch.samplingLogProbs }, settings },
  },
  {
    reason: 'ratio: against the reference log-probabilities instead of the old ones',
    make: ({ batch, settings }) =>
      batch.refLogProbs === undefined ? undefined : { batch: { ...batch, oldLogProbs: batch.refLogProbs }, settings },
  },
]

/** 0 comes in at the end that they leave. */
const oldMoved = ({ oldLogProbs, logProbs, columns }: Batch, by: 1 | -1): Partial<Batch> | undefined =>
  columns < 2 || oldLogProbs === logProbs ? undefined : { oldLogProbs: shifted(oldLogProbs, columns, by, 0) }
