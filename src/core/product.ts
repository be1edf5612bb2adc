import { makeReward, rejected } from './make.js'
import { scored } from './outcome.js'
import { composedMeta, scoreTogether, type SkipRule, unknownRule } from './parts.js'
import { multiplyRanges, type Range, union } from './range.js'
import type { AnyReward, Reward, SampleOfAll } from './reward.js'

/** Options of {@link product}: no rule rescales a product, so `'renormalize'` is not among them. */
export interface ProductOptions {
  /** What a skipped part does to the whole. Default `'strict'`. */
  readonly skips?: Exclude<SkipRule, 'renormalize'>
  /** How it is called in logs and parts. Default: made of the parts' names. */
  readonly name?: string
}

/**
 * Π_i r_i over the parts, each part's outcome kept under its name. Identity: `constant(1)`, or `skipAll` under `'trl'`.
 *
 * @param rewards - The factors. With none, every sample is skipped.
 * @category combinators
 * @since 0.1.0
 */
export const product = <const Rs extends ReadonlyArray<AnyReward>>(
  rewards: Rs,
  options: ProductOptions = {},
): Reward<SampleOfAll<Rs>> => {
  const { skips = 'strict', name = rewards.map((reward) => `(${reward.meta.name})`).join(' * ') } = options
  // Sound: a sample of the intersection is a sample of every part.
  const parts = rewards as ReadonlyArray<AnyReward> as ReadonlyArray<Reward<SampleOfAll<Rs>>>
  const wrong = unknownRule(name, skips, ['strict', 'trl'])
  if (wrong !== undefined) return rejected(name, wrong, parts)
  const ranges = parts.map((part) => part.meta.range)
  return makeReward(
    { name, range: skips === 'trl' ? anySubset(ranges) : allOf(ranges), ...composedMeta(parts) },
    scoreTogether(parts, skips, (present) => scored(present.reduce((value, part) => value * part.value, 1))),
    parts,
  )
}

const allOf = (ranges: ReadonlyArray<Range>): Range => {
  const [first, ...rest] = ranges
  return first === undefined ? { min: 0, max: 0 } : rest.reduce(multiplyRanges, first)
}

/** Grows with each factor: left out, alone, or multiplied with what was there. */
const anySubset = (ranges: ReadonlyArray<Range>): Range => {
  const [first, ...rest] = ranges
  return first === undefined
    ? { min: 0, max: 0 }
    : rest.reduce((range, next) => union(union(range, next), multiplyRanges(range, next)), first)
}
