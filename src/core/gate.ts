import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { makeReward, rejected, runReward } from './make.js'
import { type Outcome, scored, skipped } from './outcome.js'
import { composedMeta, partNames } from './parts.js'
import { union } from './range.js'
import type { AnyReward, Reward } from './reward.js'
import { rescore, rowsWhere } from './subset.js'

/** Options of {@link gate}. */
export interface GateOptions {
  /** The condition passes from this value on. Default: the top of the condition's range, which must then be finite. */
  readonly threshold?: number
  /** The value, finite, of a sample whose condition does not pass. Default: such a sample is skipped (`gate-closed`). */
  readonly otherwise?: number
  /** How it is called in logs and parts. Default: made of the parts' names. */
  readonly name?: string
}

/**
 * The reward counts only where the condition passes; elsewhere it is not even run. A condition that is skipped or fails
 * leaves the sample skipped or failed.
 *
 * @example
 * ```ts @import.meta.vitest
 * const { constant, score } = await import('../index.js')
 * expect(await score(gate(constant(0), constant(1), { threshold: 1 }), [{}])).toMatchObject([{ _tag: 'Skipped', reason: { code: 'gate-closed' } }])
 * expect(await score(gate(constant(0), constant(1), { threshold: 1, otherwise: 0 }), [{}])).toMatchObject([{ _tag: 'Scored', value: 0 }])
 * ```
 * @category combinators
 * @since 0.1.0
 */
export const gate = <C, S>(condition: Reward<C>, reward: Reward<S>, options: GateOptions = {}): Reward<C & S> => {
  const {
    threshold = condition.meta.range.max,
    otherwise,
    name = `gate(${condition.meta.name}, ${reward.meta.name})`,
  } = options
  const parts: ReadonlyArray<AnyReward> = [condition, reward]
  for (const [option, value] of [
    ['threshold', threshold],
    ['otherwise', otherwise ?? 0],
  ] as const) {
    if (Number.isFinite(value)) continue
    return rejected(
      name,
      { _tag: 'InvalidOption', reward: 'gate', option, expected: 'a finite number', received: String(value) },
      parts,
    )
  }
  const [conditionName = '', rewardName = ''] = partNames(parts)
  const passes = (outcome: Outcome): boolean => outcome._tag === 'Scored' && outcome.value >= threshold
  const closed = (outcome: Outcome): Outcome => {
    const parts = { [conditionName]: outcome }
    if (outcome._tag !== 'Scored') return { ...outcome, parts }
    if (otherwise !== undefined) return { ...scored(otherwise), parts }
    return { ...skipped('gate-closed', `${conditionName} is ${outcome.value}, below ${threshold}`), parts }
  }
  const range =
    otherwise === undefined ? reward.meta.range : union(reward.meta.range, { min: otherwise, max: otherwise })
  return makeReward<C & S>(
    { name, range, ...composedMeta(parts) },
    (batch, context) =>
      pipe(
        runReward(condition, batch, context),
        TE.chain((verdicts) =>
          pipe(
            rescore(reward, batch, verdicts, rowsWhere(verdicts, passes), context),
            TE.map((outcomes) =>
              outcomes.map((outcome, row) => {
                const verdict = verdicts[row] as Outcome
                return passes(verdict)
                  ? { ...outcome, parts: { [conditionName]: verdict, [rewardName]: outcome } }
                  : closed(verdict)
              }),
            ),
          ),
        ),
      ),
    parts,
  )
}
