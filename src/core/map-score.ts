import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unexpected } from './error.js'
import { disposal, makeReward, markChecked, rejected, runReward } from './make.js'
import { failed, type Outcome, scored } from './outcome.js'
import { composedMeta } from './parts.js'
import { isBounded, type Range, scaleRange } from './range.js'
import type { AnyReward, Reward } from './reward.js'

/** Options of {@link mapScore}. */
export interface MapScoreOptions {
  /** The values `map` can give: it cannot be computed from a function, so it is declared, and enforced. */
  readonly range: Range
  /** How it is called in logs and parts. Default: made of the parts' names. */
  readonly name?: string
}

/**
 * A function of the score. Skipped and failed samples stay as they are; the score before is kept as a part.
 *
 * @param map - A NaN, an infinity, a value outside `options.range` or an exception fails the sample it came from.
 * @category combinators
 * @since 0.1.0
 */
export const mapScore = <S>(reward: Reward<S>, map: (value: number) => number, options: MapScoreOptions): Reward<S> => {
  const { range, name = `map(${reward.meta.name})` } = options
  return makeReward(
    { name, range, ...composedMeta([reward]) },
    (batch, context) =>
      pipe(
        runReward(reward, batch, context),
        TE.map((outcomes) => outcomes.map((outcome) => mapOutcome(reward, name, map, outcome))),
      ),
    [reward],
  )
}

const mapOutcome = (reward: AnyReward, name: string, map: (value: number) => number, outcome: Outcome): Outcome => {
  const parts = { [reward.meta.name]: outcome }
  if (outcome._tag !== 'Scored') return { ...outcome, parts }
  try {
    return { ...scored(map(outcome.value)), parts }
  } catch (cause) {
    return { ...failed(unexpected(name, cause)), parts }
  }
}

/** An option that must be a finite number. */
const notFinite = (part: AnyReward, reward: string, option: string, value: number): Reward<unknown> =>
  rejected(reward, { _tag: 'InvalidOption', reward, option, expected: 'a finite number', received: String(value) }, [
    part,
  ])

/**
 * The score times a number; a negative one turns the range over.
 *
 * @param factor - Finite, else every batch is `Left InvalidOption`.
 * @category combinators
 * @since 0.1.0
 */
export const scale = <S>(reward: Reward<S>, factor: number): Reward<S> =>
  Number.isFinite(factor)
    ? mapScore(reward, (value) => factor * value, {
        range: scaleRange(reward.meta.range, factor),
        name: `${factor}*${reward.meta.name}`,
      })
    : notFinite(reward, 'scale', 'factor', factor)

/**
 * The score, but at least `lo` and at most `hi`.
 *
 * @param lo - Finite and at most `hi`, else every batch is `Left InvalidOption`.
 * @param hi - Finite.
 * @category combinators
 * @since 0.1.0
 */
export const clamp = <S>(reward: Reward<S>, lo: number, hi: number): Reward<S> => {
  if (!Number.isFinite(lo)) return notFinite(reward, 'clamp', 'lo', lo)
  if (!Number.isFinite(hi)) return notFinite(reward, 'clamp', 'hi', hi)
  if (lo > hi) {
    const expected = `at least lo (${lo})`
    return rejected('clamp', { _tag: 'InvalidOption', reward: 'clamp', option: 'hi', expected, received: String(hi) }, [
      reward,
    ])
  }
  const inside = (value: number): number => Math.min(hi, Math.max(lo, value))
  const { min, max } = reward.meta.range
  return mapScore(reward, inside, { range: { min: inside(min), max: inside(max) }, name: `clamp(${reward.meta.name})` })
}

/**
 * The score moved and scaled from the declared range to [0, 1]: (r - min) / (max - min).
 *
 * @param reward - Its range must be of finite width and not a single point, else every batch is `Left InvalidOption`.
 * @category combinators
 * @since 0.1.0
 */
export const normalize = <S>(reward: Reward<S>): Reward<S> => {
  const { range, name } = reward.meta
  // The width too must be finite: that of [-1e308, 1e308] is not, and every score would come out as 0.
  if (!isBounded(range) || range.min === range.max || !Number.isFinite(range.max - range.min)) {
    const received = `[${range.min}, ${range.max}]`
    const expected = 'a reward with a finite range'
    return rejected('normalize', { _tag: 'InvalidOption', reward: 'normalize', option: name, expected, received }, [
      reward,
    ])
  }
  const { min, max } = range
  return mapScore(reward, (value) => Math.min(1, Math.max(0, (value - min) / (max - min))), {
    range: { min: 0, max: 1 },
    name: `normalize(${name})`,
  })
}

/**
 * The same reward under another name: how logs, names of sums and parts call it. Errors name the reward that made them.
 *
 * @param name - Any text.
 * @returns The reward; its outcomes are the same.
 * @category combinators
 * @since 0.1.0
 */
export const named = <S>(reward: Reward<S>, name: string): Reward<S> => ({
  meta: { ...reward.meta, name },
  // Not a spread: the reward may be an instance of a class, with its methods on the prototype.
  score: markChecked((batch, context) => runReward(reward, batch, context)),
  ...disposal([reward]),
})
