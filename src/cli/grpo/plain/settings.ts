import type { GrpoSettings } from '../../../grpo/loss/trl/options.js'

/** By what the losses of tokens are divided before they are summed up; f is what a token's loss is multiplied by. */
export type Divisor =
  /** f = 1 / (N max(n, 1)): mean of the rows' means. */
  | 'rowMeans'
  /** f = 1 / (N n): NaN where a row has no token. */
  | 'rowMeansUnguarded'
  /** The same over the rows that have a token. */
  | 'rowsWithTokens'
  /** f = 1 / max(n, 1): sum of the rows' means. */
  | 'rowMeansSummed'
  /** f = 1 / (K max(Σ m of the group, 1)): mean of the means of the K groups. */
  | 'groups'
  /** f = 1 / max(Σ m, 1). */
  | 'tokens'
  /** f = 1 / (N maxCompletionLength). */
  | 'maxLength'
  /** f = 1 / maxCompletionLength. */
  | 'maxLengthAlone'
  /** f = 1 / (N max n). */
  | 'longest'
  /** f = 1 / (N T), padding counted. */
  | 'positions'
  /** f = 1 / N. */
  | 'rows'
  /** f = P (steps per generation / accumulation steps) / max(M, 1). */
  | 'items'
  /** f = 1. */
  | 'none'

/** Ways to get a loss wrong that no option of the library stands for. */
interface Slips {
  readonly divisor?: Divisor
  /** Of the clipped family: the greater of the two terms taken, always the clipped one, always the other, or that of the lesser ratio. */
  readonly bound?: 'greater' | 'clipped' | 'free' | 'unsigned'
  /** Of cispo: the least weight, where there is one. */
  readonly floor?: number
  /** Of sapo: what the gate is multiplied by instead of 4 / k. */
  readonly gate?: '4' | '1 / k' | '1'
  /** Of vespo: the mean of the log-ratios instead of their sum, or the weight itself instead of φ. */
  readonly vespo?: 'mean' | 'plain weight'
  /** The log-ratios of the off-policy mask summed up, negated, or looked at whatever the advantage is. */
  readonly offPolicy?: 'sum' | 'negated' | 'any advantage'
  readonly kl?: 'k1' | 'k2' | 'k3 + 1' | 'absolute' | 'reversed'
  /** The KL term multiplied by the masks and weights of the policy term. */
  readonly klMasked?: boolean
  /** exp(o - l), the exponential of a sum instead of a mean at the level of sequences, or no exponential. */
  readonly ratio?: 'inverted' | 'sum' | 'log'
  /** Tokens of tools counted in the lengths, not in the sums. */
  readonly lengths?: 'completion'
  /** The tokens of the lowest entropy kept; or a threshold a completion, or one that padding counts in. */
  readonly topEntropy?: 'lowest' | 'by completion' | 'padding counted'
  /** Loss and gradients multiplied by it. */
  readonly factor?: number
  /** The gradients alone. */
  readonly gradientFactor?: number
  /** What the gradient goes through that it should not, or does not go through that it should. */
  readonly gradient?:
    'through clip' | 'token by token' | 'policy held' | 'kl weight held' | 'kl held' | 'weight differentiated'
  /** The entropy bonus not divided by the accumulation steps; its sum divided by all positions; or over all tokens that count. */
  readonly bonus?: 'whole' | 'positions' | 'all tokens'
}

/** The library's settings, and slips. */
export type PlainSettings = GrpoSettings & Slips

const SLIPS: ReadonlyArray<keyof Slips> = [
  ...(['divisor', 'bound', 'floor', 'gate', 'vespo', 'offPolicy', 'kl', 'klMasked', 'ratio', 'lengths'] as const),
  ...(['topEntropy', 'factor', 'gradientFactor', 'gradient', 'bonus'] as const),
]

/** The settings as options of the library's loss; nothing where a slip is among them. */
export const optionsOf = (settings: PlainSettings): GrpoSettings | undefined =>
  SLIPS.some((slip) => settings[slip] !== undefined) ? undefined : settings

/** The divisor of a loss type. */
export const divisorOf = ({ divisor, lossType }: PlainSettings): Divisor => {
  if (divisor !== undefined) return divisor
  switch (lossType) {
    case 'grpo':
    case 'sapo':
      return 'rowMeans'
    case 'bnpo':
      return 'tokens'
    case 'dr_grpo':
      return 'maxLength'
    case 'luspo':
      return 'rows'
    case 'dapo':
    case 'cispo':
    case 'vespo':
      return 'items'
  }
}
