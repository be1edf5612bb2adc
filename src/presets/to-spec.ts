import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import type { RewardSpec } from './spec.js'
import { invalidSpec } from './spec-error.js'

const specs = new WeakMap<AnyReward, RewardSpec>()

/** Notes what a reward was made from. */
export const remember = <R extends AnyReward>(reward: R, spec: RewardSpec): R => {
  specs.set(reward, spec)
  return reward
}

/**
 * The spec a reward was made from, in its canonical form: `fromSpec(toSpec(r))` is the same reward.
 *
 * @param reward - Made by `fromSpec`. One made in TypeScript may hold functions, which are no data, so it has no spec.
 * @returns `Left InvalidSpec` for a reward that was not made by `fromSpec`.
 * @example
 * ```ts @import.meta.vitest
 * const { right } = await import('fp-ts/lib/Either.js')
 * const { fromSpec } = await import('./from-spec.js')
 * const loaded = await fromSpec({ sum: [{ mcq: {} }, 'format'] })()
 * expect(loaded._tag === 'Right' && toSpec(loaded.right)).toEqual(right({ sum: ['mcq', 'format'] }))
 * ```
 * @category specs
 * @since 0.1.0
 */
export const toSpec = (reward: AnyReward): E.Either<RewardError, RewardSpec> => {
  const spec = specs.get(reward)
  return spec === undefined
    ? E.left(invalidSpec([], 'a reward made by fromSpec', `the reward ${reward.meta.name}, made in code`))
    : E.right(structuredClone(spec))
}
