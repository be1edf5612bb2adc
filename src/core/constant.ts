import { fromPointwise } from './from-pointwise.js'
import { rejected } from './make.js'
import { scored, skipped } from './outcome.js'
import type { Reward } from './reward.js'

/**
 * The same value for every sample. `constant(0)` is the identity of a `'strict'` sum, `constant(1)` of a product.
 *
 * @param value - A finite number, else every batch is `Left InvalidOption`.
 * @category constructors
 * @since 0.1.0
 */
export const constant = (value: number): Reward<unknown> => {
  const name = `constant(${value})`
  if (!Number.isFinite(value)) {
    return rejected(name, {
      _tag: 'InvalidOption',
      reward: 'constant',
      option: 'value',
      expected: 'a finite number',
      received: String(value),
    })
  }
  return fromPointwise({ name, range: { min: value, max: value } }, () => scored(value))
}

/**
 * Skips every sample: the identity of a `'trl'` sum or product, where skipped parts are left out.
 *
 * @category constructors
 * @since 0.1.0
 */
export const skipAll: Reward<unknown> = fromPointwise({ name: 'skip-all', range: { min: 0, max: 0 } }, () =>
  skipped('not-applicable', 'this reward skips every sample'),
)
