import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { AT_LEAST_ZERO, NUMBER, oneOf, orNull, POSITIVE, readOptions, SHARE, WHOLE } from '../inputs/read-options.js'

const LOSS_MODES = ['vanilla', 'gspo', 'sapo', 'cispo', 'gpg', 'geo_mean', 'clip_cov', 'kl_cov'] as const
const AGGREGATIONS = ['token-mean', 'seq-mean-token-sum', 'seq-mean-token-mean', 'seq-mean-token-sum-norm'] as const

/**
 * How the loss of a token is formed: names of verl.
 *
 * @category model
 * @since 0.5.0
 */
export type PolicyLossMode = (typeof LOSS_MODES)[number]

/**
 * How the tokens' losses are summed up: names of verl.
 *
 * @category model
 * @since 0.5.0
 */
export type LossAggMode = (typeof AGGREGATIONS)[number]

/**
 * Options of {@link policyLoss}: names and defaults of verl.
 *
 * @category model
 * @since 0.5.0
 */
export interface PolicyLossOptions {
  /** Default: `'vanilla'`. */
  readonly lossMode?: PolicyLossMode
  /** Default: `'token-mean'`. Not read by `gspo` and `sapo`, always seq-mean-token-mean, and by `geo_mean`, which has its own. */
  readonly lossAggMode?: LossAggMode
  /** Of seq-mean-token-sum-norm: what the sum is divided by; default: T. */
  readonly lossScaleFactor?: number | null
  /** Default 0.2. */
  readonly clipRatio?: number
  /** Default: `clipRatio`. */
  readonly clipRatioLow?: number | null
  /** Default: `clipRatio`. */
  readonly clipRatioHigh?: number | null
  /** Of `vanilla`: a token with A < 0 costs at most -A times this (dual clip); default 3. */
  readonly clipRatioC?: number
  /** Of `sapo`; default 1. */
  readonly tauPos?: number
  /** Of `sapo`; default 1.05. */
  readonly tauNeg?: number
  /** Of `clip_cov`: the share of tokens that are taken out; default 2e-4. */
  readonly clipCovRatio?: number
  /** Of `clip_cov`: covariances between these two are candidates; default 1. */
  readonly clipCovLb?: number
  /** Default 5. */
  readonly clipCovUb?: number
  /** Of `kl_cov`: the share of tokens, those of the largest covariance, that are penalised; default 2e-4. */
  readonly klCovRatio?: number
  /** Of `kl_cov`: weight of the penalty; default 1. */
  readonly ppoKlCoef?: number
  /** Of `clip_cov`, and needed there: which candidates are taken out is drawn at random. An integer of at least 0. */
  readonly seed?: number
}

/** The same with defaults filled in. */
export interface PolicySettings extends Required<PolicyLossOptions> {
  readonly clipRatioLow: number
  readonly clipRatioHigh: number
}

const RULES = {
  lossMode: oneOf(LOSS_MODES),
  lossAggMode: oneOf(AGGREGATIONS),
  lossScaleFactor: orNull(POSITIVE),
  clipRatio: AT_LEAST_ZERO,
  clipRatioLow: orNull(AT_LEAST_ZERO),
  clipRatioHigh: orNull(AT_LEAST_ZERO),
  clipRatioC: POSITIVE,
  tauPos: POSITIVE,
  tauNeg: POSITIVE,
  clipCovRatio: SHARE,
  clipCovLb: NUMBER,
  clipCovUb: NUMBER,
  klCovRatio: SHARE,
  ppoKlCoef: NUMBER,
  seed: WHOLE,
}

/** Checks the options and fills the defaults in; Left `InvalidOption`. */
export const policySettings = (owner: string, options: PolicyLossOptions): E.Either<RewardError, PolicySettings> => {
  const read = readOptions(owner, RULES, options)
  if (E.isLeft(read)) return read
  const given = read.right
  const { lossMode = 'vanilla', clipRatio = 0.2, seed } = given
  if (lossMode === 'clip_cov' && seed === undefined) {
    const expected = `${RULES.seed.expected} (clip_cov draws tokens at random)`
    return E.left({ _tag: 'InvalidOption', reward: owner, option: 'seed', expected, received: describe(seed) })
  }
  return E.right({
    lossAggMode: 'token-mean',
    lossScaleFactor: null,
    clipRatioC: 3,
    tauPos: 1,
    tauNeg: 1.05,
    clipCovRatio: 2e-4,
    clipCovLb: 1,
    clipCovUb: 5,
    klCovRatio: 2e-4,
    ppoKlCoef: 1,
    ...given,
    lossMode,
    clipRatio,
    clipRatioLow: given.clipRatioLow ?? clipRatio,
    clipRatioHigh: given.clipRatioHigh ?? clipRatio,
    seed: seed ?? 0,
  })
}
