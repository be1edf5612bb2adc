import { makeReward, rejected } from './make.js'
import { type Outcome, scored, skipped } from './outcome.js'
import { composedMeta, type Present, scoreTogether, type SkipRule, unknownRule } from './parts.js'
import { type Range, scaleRange } from './range.js'
import type { AnyReward, Reward, SampleOfAll } from './reward.js'

/** A reward and what it counts. Weights are finite; negative ones subtract. */
export type Weighted = readonly [weight: number, reward: AnyReward]

type RewardsOf<Ws extends ReadonlyArray<Weighted>> = { [K in keyof Ws]: Ws[K][1] }

/** Options of the sums. */
export interface SumOptions {
  /** What a skipped part does to the whole. Default `'strict'`. */
  readonly skips?: SkipRule
  /** How it is called in logs and parts. Default: made of the parts' names. */
  readonly name?: string
}

/**
 * Σ_i w_i r_i over the parts, each part's outcome kept under its name.
 *
 * Range: computed from the parts' ranges, the weights and the skip rule (under `'trl'` any non-empty set of parts may be
 * present). Every batch is `Left InvalidOption` when a weight is not finite. Under `'renormalize'` a sample whose present
 * parts all have weight 0 is skipped: nothing is left to rescale.
 *
 * @param parts - Pairs of weight and reward. With none, every sample is skipped.
 * @example
 * ```ts @import.meta.vitest
 * const { constant, score } = await import('../index.js')
 * const total = weightedSum([[1, constant(1)], [0.8, constant(0.5)]])
 * expect(total.meta.range).toEqual({ min: 1.4, max: 1.4 })
 * expect(await score(total, [{}])).toMatchObject([{ value: 1.4, parts: { 'constant(1)': { value: 1 }, 'constant(0.5)': { value: 0.5 } } }])
 * ```
 * @category combinators
 * @since 0.1.0
 */
export const weightedSum = <const Ws extends ReadonlyArray<Weighted>>(
  parts: Ws,
  options: SumOptions = {},
): Reward<SampleOfAll<RewardsOf<Ws>>> => {
  const {
    skips = 'strict',
    name = parts.map(([w, r]) => (w === 1 ? r.meta.name : `${w}*${r.meta.name}`)).join(' + '),
  } = options
  type Part = Reward<SampleOfAll<RewardsOf<Ws>>>
  // Sound: a sample of the intersection is a sample of every part.
  const rewards = parts.map(([, reward]) => reward) as ReadonlyArray<AnyReward> as ReadonlyArray<Part>
  const weights = parts.map(([weight]) => weight)
  const odd = weights.findIndex((weight) => !Number.isFinite(weight))
  if (odd >= 0) {
    const [option, received] = [`weights[${odd}]`, String(weights[odd])]
    return rejected(
      name,
      { _tag: 'InvalidOption', reward: name, option, expected: 'a finite number', received },
      rewards,
    )
  }
  const wrong = unknownRule(name, skips, ['strict', 'trl', 'renormalize'])
  if (wrong !== undefined) return rejected(name, wrong, rewards)
  return makeReward(
    {
      name,
      range: rangeOf(
        rewards.map((r) => r.meta.range),
        weights,
        skips,
      ),
      ...composedMeta(rewards),
    },
    scoreTogether(rewards, skips, foldOf(weights, skips)),
    rewards,
  )
}

/**
 * Σ_i r_i: {@link weightedSum} with every weight 1. Associative up to rounding under `'strict'` and `'trl'`, with identity
 * `constant(0)` and `skipAll` respectively.
 *
 * @category combinators
 * @since 0.1.0
 */
export const sum = <const Rs extends ReadonlyArray<AnyReward>>(
  rewards: Rs,
  options: SumOptions = {},
): Reward<SampleOfAll<Rs>> => {
  const parts: ReadonlyArray<Weighted> = rewards.map((reward) => [1, reward])
  const total: AnyReward = weightedSum(parts, options)
  return total as Reward<SampleOfAll<Rs>>
}

const foldOf = (weights: ReadonlyArray<number>, rule: SkipRule): ((present: ReadonlyArray<Present>) => Outcome) => {
  const total = sizeOf(weights)
  return (present) => {
    const add = (weightOf: (index: number) => number): number =>
      present.reduce((sum, part) => sum + weightOf(part.index) * part.value, 0)
    if (rule !== 'renormalize' || present.length === weights.length) return scored(add((i) => weights[i] as number))
    const left = sizeOf(present.map((part) => weights[part.index] as number))
    if (left === 0) return skipped('all-parts-skipped', 'the parts present all have weight 0')
    // Shares first: total / left overflows where the weights present are the small ones.
    return scored(total * add((i) => (weights[i] as number) / left))
  }
}

const sizeOf = (weights: ReadonlyArray<number>): number => weights.reduce((sum, weight) => sum + Math.abs(weight), 0)

const rangeOf = (ranges: ReadonlyArray<Range>, weights: ReadonlyArray<number>, rule: SkipRule): Range => {
  if (ranges.length === 0) return { min: 0, max: 0 }
  const scaled = ranges.map((range, i) => scaleRange(range, weights[i] as number))
  const all = {
    min: scaled.reduce((sum, range) => sum + range.min, 0),
    max: scaled.reduce((sum, range) => sum + range.max, 0),
  }
  if (rule === 'strict') return all
  if (rule === 'trl') return anySubset(scaled)
  // A rescaled value is the total size times a convex combination of the parts present, each with its weight's sign.
  const total = sizeOf(weights)
  const signed = ranges.map((range, i) => scaleRange(range, total * Math.sign(weights[i] as number)))
  return { min: Math.min(all.min, ...signed.map((r) => r.min)), max: Math.max(all.max, ...signed.map((r) => r.max)) }
}

/** The sums any non-empty set of the parts can reach. */
const anySubset = (scaled: ReadonlyArray<Range>): Range => {
  const below = scaled.reduce((sum, range) => sum + Math.min(0, range.min), 0)
  const above = scaled.reduce((sum, range) => sum + Math.max(0, range.max), 0)
  return {
    min: below < 0 ? below : Math.min(...scaled.map((range) => range.min)),
    max: above > 0 ? above : Math.max(...scaled.map((range) => range.max)),
  }
}
