import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { makeReward, runReward } from '../../core/make.js'
import { type Outcome, skipped } from '../../core/outcome.js'
import type { Range } from '../../core/range.js'
import type { Reward } from '../../core/reward.js'
import { type Weighted, weightedSum } from '../../core/weighted-sum.js'

/**
 * The weighted sum of the terms that apply to a sample: those of another kind are left out (skipped `not-applicable`), and any other skip skips the
 * whole, as in a `'strict'` sum. So a sample never comes out smaller because something of its own could not be judged.
 *
 * @param range - Narrower than what any set of the terms could add up to, as the terms of a kind come together.
 */
export const mixedSum = (name: string, terms: ReadonlyArray<Weighted>, range: Range): Reward<never> => {
  const all: Reward<never> = weightedSum(terms, { name, skips: 'trl' })
  return makeReward<never>(
    { ...all.meta, range },
    (batch, context) =>
      pipe(
        runReward(all, batch, context),
        TE.map((outcomes) => outcomes.map(strictly)),
      ),
    [all],
  )
}

const strictly = (outcome: Outcome): Outcome => {
  if (outcome._tag !== 'Scored') return outcome
  for (const [name, part] of Object.entries(outcome.parts ?? {})) {
    if (part._tag !== 'Skipped' || part.reason.code === 'not-applicable') continue
    const { parts } = outcome
    return { ...skipped('part-skipped', `${name}: ${part.reason.message}`), ...(parts === undefined ? {} : { parts }) }
  }
  return outcome
}
