import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import {
  AT_LEAST_ZERO,
  BOOLEAN,
  COUNT,
  NUMBER,
  oneOf,
  orNull,
  POSITIVE,
  readOptions,
  SHARE,
  WHOLE,
} from '../inputs/read-options.js'

const LOSS_TYPES = ['grpo', 'bnpo', 'dr_grpo', 'dapo', 'cispo', 'sapo', 'luspo', 'vespo'] as const
const LEVELS = ['token', 'sequence'] as const
const MODES = ['train', 'eval'] as const

/**
 * How the loss of a token is formed, and how the tokens' losses are summed up: names of TRL.
 *
 * @category model
 * @since 0.5.0
 */
export type GrpoLossType = (typeof LOSS_TYPES)[number]

/**
 * Options of the GRPO losses: names and defaults of TRL 1.16.
 *
 * @category model
 * @since 0.5.0
 */
export interface GrpoLossOptions {
  /** Default: `'dapo'`. */
  readonly lossType?: GrpoLossType
  /** One importance weight a token (default), or one a completion (GSPO). */
  readonly importanceSamplingLevel?: (typeof LEVELS)[number]
  /** Lower clip range; default 0.2. */
  readonly epsilon?: number
  /** Upper clip range; default: `epsilon`. With `cispo` the cap of the weight itself, for which papers use about 5. */
  readonly epsilonHigh?: number | null
  /** Upper bound of the unclipped weight (two-sided clipping); default: none. */
  readonly delta?: number | null
  /** Weight of the KL term; default 0, and then `refLogProbs` is not read. */
  readonly beta?: number
  /** Whether the KL term is multiplied by the importance weight; default true. */
  readonly useBiasCorrectionKl?: boolean
  /** Completions with a negative advantage, of which the policy has moved off further than this, drop out; default: none. */
  readonly offPolicyMaskThreshold?: number | null
  /** The share of tokens, those of the highest entropy, that count in the policy term; default 1, all. */
  readonly topEntropyQuantile?: number
  /** Weight of the entropy bonus; default 0. */
  readonly entropyCoef?: number
  /** Of `sapo`, for positive advantages; default 1. */
  readonly sapoTemperaturePos?: number
  /** Of `sapo`, for the others; default 1.05. */
  readonly sapoTemperatureNeg?: number
  /** Of `vespo`, for advantages of at least 0; default 2. */
  readonly vespoKPos?: number
  /** Default 3. */
  readonly vespoLambdaPos?: number
  /** Of `vespo`, for negative advantages; default 3. */
  readonly vespoKNeg?: number
  /** Default 2. */
  readonly vespoLambdaNeg?: number
  /** The length that `dr_grpo` divides by: needed there, and read there alone. */
  readonly maxCompletionLength?: number
  /** Of `dapo`, `cispo` and `vespo`: tokens that count, of the whole batch that was generated; default: those of this call. */
  readonly numItemsInBatch?: number | null
  /** Processes that share the batch; default 1. */
  readonly numProcesses?: number
  /** Default 1. */
  readonly gradientAccumulationSteps?: number
  /** Default: `gradientAccumulationSteps`. */
  readonly stepsPerGeneration?: number | null
  /** In `'eval'` nothing is divided by the gradient accumulation steps; default `'train'`. */
  readonly mode?: (typeof MODES)[number]
}

/** The same with defaults filled in. */
export interface GrpoSettings extends Required<Omit<GrpoLossOptions, 'maxCompletionLength'>> {
  readonly epsilonHigh: number
  readonly stepsPerGeneration: number
  readonly maxCompletionLength: number
}

const RULES = {
  lossType: oneOf(LOSS_TYPES),
  importanceSamplingLevel: oneOf(LEVELS),
  epsilon: AT_LEAST_ZERO,
  epsilonHigh: orNull(AT_LEAST_ZERO),
  delta: orNull(POSITIVE),
  beta: NUMBER,
  useBiasCorrectionKl: BOOLEAN,
  offPolicyMaskThreshold: orNull(NUMBER),
  topEntropyQuantile: SHARE,
  entropyCoef: NUMBER,
  sapoTemperaturePos: POSITIVE,
  sapoTemperatureNeg: POSITIVE,
  vespoKPos: NUMBER,
  vespoLambdaPos: NUMBER,
  vespoKNeg: NUMBER,
  vespoLambdaNeg: NUMBER,
  maxCompletionLength: COUNT,
  numItemsInBatch: orNull(WHOLE),
  numProcesses: COUNT,
  gradientAccumulationSteps: COUNT,
  stepsPerGeneration: orNull(COUNT),
  mode: oneOf(MODES),
}

/** Checks the options and fills the defaults in; Left `InvalidOption`. */
export const grpoSettings = (owner: string, options: GrpoLossOptions): E.Either<RewardError, GrpoSettings> => {
  const read = readOptions(owner, RULES, options)
  if (E.isLeft(read)) return read
  const given = read.right
  const { lossType = 'dapo', epsilon = 0.2, gradientAccumulationSteps = 1, maxCompletionLength } = given
  if (lossType === 'dr_grpo' && maxCompletionLength === undefined) {
    const expected = `${RULES.maxCompletionLength.expected} (dr_grpo divides by it)`
    const received = describe(maxCompletionLength)
    return E.left({ _tag: 'InvalidOption', reward: owner, option: 'maxCompletionLength', expected, received })
  }
  return E.right({
    importanceSamplingLevel: 'token',
    delta: null,
    beta: 0,
    useBiasCorrectionKl: true,
    offPolicyMaskThreshold: null,
    topEntropyQuantile: 1,
    entropyCoef: 0,
    sapoTemperaturePos: 1,
    sapoTemperatureNeg: 1.05,
    vespoKPos: 2,
    vespoLambdaPos: 3,
    vespoKNeg: 3,
    vespoLambdaNeg: 2,
    numItemsInBatch: null,
    numProcesses: 1,
    mode: 'train',
    ...given,
    lossType,
    epsilon,
    epsilonHigh: given.epsilonHigh ?? epsilon,
    gradientAccumulationSteps,
    stepsPerGeneration: given.stepsPerGeneration ?? gradientAccumulationSteps,
    maxCompletionLength: maxCompletionLength ?? 1,
  })
}
