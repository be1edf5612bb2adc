import { inSettings, isClipped, type LossMistake } from './loss-mistake.js'

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
      : { epsilon: Infinity, epsilonHigh: Infinity },
  ),
  inSettings('clip range: the greater of the clipped and the unclipped term taken instead of the lesser', (settings) =>
    isClipped(settings) ? { bound: 'greater' } : undefined,
  ),
  inSettings('clip range: the clipped term taken even where the unclipped one is lesser', (settings) =>
    isClipped(settings) ? { bound: 'clipped' } : undefined,
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
