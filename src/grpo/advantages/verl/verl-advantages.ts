import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { batchFault, optionsFault } from '../../masks/option-names.js'
import { wrongOption } from '../../masks/wrong.js'
import { gpgAdvantages } from './gpg.js'
import { opoAdvantages } from './opo.js'
import { passAtKAdvantages, type PassAtKOptions } from './pass-at-k.js'
import { reinforcePlusPlus, type ReinforcePlusPlusOptions } from './reinforce-plus-plus.js'
import { reinforcePlusPlusBaseline } from './reinforce-plus-plus-baseline.js'
import { remaxAdvantages, type RemaxBatch } from './remax.js'
import type { GroupedTokenRewards, TokenAdvantages } from './token-rewards.js'
import { verlGrpo } from './verl-grpo.js'
import { verlRloo } from './verl-rloo.js'

/**
 * Everything that an estimator of verl may look at; each takes what it needs.
 *
 * @category model
 * @since 0.5.0
 */
export type VerlBatch = GroupedTokenRewards & Partial<Pick<RemaxBatch, 'rewardBaselines'>>

/** Options of {@link verlAdvantages}: `gamma` is read by `reinforce_plus_plus` alone, `normAdvByStdInGrpo` by those of GRPO. */
export type VerlOptions = PassAtKOptions & ReinforcePlusPlusOptions

type Estimate = (batch: VerlBatch, options: VerlOptions) => E.Either<RewardError, TokenAdvantages>

/** By the names that verl's configuration has for them. */
const estimators = {
  grpo: (batch, { normAdvByStdInGrpo = true }) => verlGrpo(batch, { normAdvByStdInGrpo }),
  grpo_vectorized: (batch, { normAdvByStdInGrpo = true }) => verlGrpo(batch, { normAdvByStdInGrpo, vectorized: true }),
  grpo_passk: (batch, { normAdvByStdInGrpo = true }) => passAtKAdvantages(batch, { normAdvByStdInGrpo }),
  reinforce_plus_plus_baseline: reinforcePlusPlusBaseline,
  rloo: (batch) => verlRloo(batch),
  rloo_vectorized: (batch) => verlRloo(batch, { vectorized: true }),
  opo: opoAdvantages,
  reinforce_plus_plus: (batch, { gamma = 1 }) => reinforcePlusPlus(batch, { gamma }),
  remax: ({ rewardBaselines = [], ...batch }) => remaxAdvantages({ ...batch, rewardBaselines }),
  gpg: gpgAdvantages,
} as const satisfies Readonly<Record<string, Estimate>>

/** The estimators of verl, by its own names. */
export type VerlEstimator = keyof typeof estimators

/**
 * The advantages that verl's `algorithm.adv_estimator` of this name gives.
 *
 * @param estimator - `grpo`, `grpo_vectorized`, `grpo_passk`, `reinforce_plus_plus_baseline`, `rloo`, `rloo_vectorized`, `opo`, `reinforce_plus_plus`, `remax` or `gpg`.
 * @param batch - Rewards by token, mask, groups; `rewardBaselines` for `remax`.
 * @param options - What the estimators can be told; what this one does not read is ignored.
 * @returns Left `InvalidOption` where there is no such estimator, and whatever the estimator itself refuses; else Right its advantages, finite.
 * @remarks Same values as verl's at commit b178a3c.
 * @example
 * ```ts @import.meta.vitest
 * const batch = { tokenLevelRewards: [[1], [0]], responseMask: [[1], [1]], index: ['a', 'a'] }
 * expect(verlAdvantages('rloo', batch)).toMatchObject({ right: { advantages: { data: Float64Array.of(1, -1) } } })
 * ```
 * @category pure
 * @since 0.5.0
 */
export const verlAdvantages = (
  estimator: VerlEstimator,
  batch: VerlBatch,
  options: VerlOptions = {},
): E.Either<RewardError, TokenAdvantages> => {
  if (!Object.hasOwn(estimators, estimator)) {
    const expected = `one of ${Object.keys(estimators).join(', ')}`
    return E.left(wrongOption('verlAdvantages', 'estimator', expected, estimator))
  }
  const fault =
    batchFault('verlAdvantages', 'batch', batch) ??
    optionsFault('verlAdvantages', options, ['normAdvByStdInGrpo', 'gamma'])
  if (fault !== undefined) return E.left(fault)
  const estimate: Estimate = estimators[estimator]
  return estimate(batch, options)
}
