import { inSettings, isClipped, type LossMistake } from './loss-mistake.js'

const withKl = (reason: string, change: Parameters<typeof inSettings>[1]): LossMistake =>
  inSettings(reason, (settings, batch) => (settings.beta === 0 ? undefined : change(settings, batch)))

const withBonus = (reason: string, change: Parameters<typeof inSettings>[1]): LossMistake =>
  inSettings(reason, (settings, batch) => (settings.entropyCoef === 0 ? undefined : change(settings, batch)))

/** The terms beside the policy's. */
export const klMistakes: ReadonlyArray<LossMistake> = [
  withKl('KL: no KL term (beta ignored)', () => ({ beta: 0 })),
  withKl('KL: the term subtracted instead of added', ({ beta }) => ({ beta: -beta })),
  withKl('KL: not multiplied by the importance ratio (use_bias_correction_kl false)', (settings) =>
    settings.useBiasCorrectionKl ? { useBiasCorrectionKl: false } : undefined,
  ),
  withKl('KL: multiplied by the importance ratio (use_bias_correction_kl true)', (settings) =>
    settings.useBiasCorrectionKl ? undefined : { useBiasCorrectionKl: true },
  ),
  withKl('KL: the estimate k1 (l - f) instead of k3', () => ({ kl: 'k1' })),
  withKl('KL: the estimate k2 ((l - f)^2 / 2) instead of k3', () => ({ kl: 'k2' })),
  withKl('KL: the absolute log-ratio (|l - f|) instead of k3', () => ({ kl: 'absolute' })),
  withKl('KL: k3 without its - 1', () => ({ kl: 'k3 + 1' })),
  withKl('KL: not multiplied by beta', ({ beta }) => (beta === 1 ? undefined : { beta: 1 })),
  {
    reason: 'KL: against the old log-probabilities instead of those of the reference',
    make: ({ batch, settings }) =>
      settings.beta === 0 ? undefined : { batch: { ...batch, refLogProbs: batch.oldLogProbs }, settings },
  },
  withKl('KL: k3 with policy and reference taken for each other', () => ({ kl: 'reversed' })),
  withKl("KL: multiplied by the policy term's masks and weights", () => ({ klMasked: true })),
  inSettings('KL: a term where beta is 0 (0.04, an older default)', (settings, { refLogProbs }) =>
    settings.beta === 0 && refLogProbs !== undefined ? { beta: OLD_BETA } : undefined,
  ),
  withBonus('entropy bonus: left out', () => ({ entropyCoef: 0 })),
  withBonus('entropy bonus: added to the loss instead of subtracted', ({ entropyCoef }) => ({
    entropyCoef: -entropyCoef,
  })),
  withBonus('entropy bonus: not divided by gradient_accumulation_steps', () => ({ bonus: 'whole' })),
  withBonus('entropy bonus: divided by the number of all positions, padding counted', () => ({ bonus: 'positions' })),
  withBonus('entropy bonus: of all tokens, those of low entropy too (top_entropy_quantile ignored)', (settings) =>
    settings.topEntropyQuantile === 1 ? undefined : { bonus: 'all tokens' },
  ),
]

/** What TRL began with. */
const OLD_BETA = 0.04

/** The way back alone: the loss stays what it is. */
export const gradientMistakes: ReadonlyArray<LossMistake> = [
  inSettings('gradient: passed through the clip, where it is 0', () => ({ gradient: 'through clip' })),
  inSettings(
    "gradient: of a completion's ratio carried to each token by that token's own loss, not by the sum of the completion's",
    (settings) => (settings.importanceSamplingLevel === 'sequence' ? { gradient: 'token by token' } : undefined),
  ),
  inSettings("gradient: the KL term's importance ratio held (detached)", ({ beta, useBiasCorrectionKl }) =>
    beta !== 0 && useBiasCorrectionKl ? { gradient: 'kl weight held' } : undefined,
  ),
  withKl('gradient: the KL term held (detached)', () => ({ gradient: 'kl held' })),
  inSettings("gradient: the policy term's ratio held (detached), other terms differentiated", (settings) => {
    const hasOthers = settings.beta !== 0 || settings.entropyCoef !== 0
    return hasOthers && (isClipped(settings) || settings.lossType === 'sapo') ? { gradient: 'policy held' } : undefined
  }),
  inSettings('gradient: passed through the weights of cispo, which are held', ({ lossType }) =>
    lossType === 'cispo' ? { gradient: 'weight differentiated' } : undefined,
  ),
  inSettings('gradient: negated', () => ({ gradientFactor: -1 })),
  inSettings('gradient: zeros (nothing is differentiated)', () => ({ gradientFactor: 0 })),
  inSettings('gradient: summed over the accumulation steps', ({ gradientAccumulationSteps: a }) =>
    a === 1 ? undefined : { gradientFactor: a },
  ),
  inSettings('gradient: divided by the accumulation steps once more', ({ gradientAccumulationSteps: a }) =>
    a === 1 ? undefined : { gradientFactor: 1 / a },
  ),
]
