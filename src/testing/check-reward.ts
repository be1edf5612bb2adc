import type { Clock, Outcome, Reward } from '../core/index.js'
import { checkAbort } from './abort-law.js'
import { badSamples } from './bad-samples.js'
import { outcomesOf, run } from './run.js'
import { sameOutcome, showOutcome } from './same-outcome.js'
import { shuffledIndices } from './shuffle.js'
import { checkRun } from './sound.js'
import { type Law, type Violation, violation } from './violation.js'

/**
 * Options of {@link checkReward}.
 *
 * @category model
 * @since 0.1.0
 */
export interface CheckOptions {
  /** How far values may lie apart, see `isClose`. Default 1e-9; a model in float32 needs more. */
  readonly tolerance?: number
  /** Of the order in which samples are shuffled. Default 1. */
  readonly seed?: number
  /** Samples that make no sense, put among the good ones one at a time. Default: `badSamples` of the first sample. */
  readonly bad?: ReadonlyArray<unknown>
  /** Milliseconds a cancelled run may take to answer. Default 50. */
  readonly abortWithinMs?: number
  /** Measures that time. Default: `performance.now`. */
  readonly clock?: Clock
}

/**
 * Holds a reward against the contract of the interface, see {@link Law}.
 *
 * @param reward - Scored some (n + 2 k + 8) times for n samples and k bad ones: a small number of samples is enough.
 * @param samples - Good ones: that can be judged, skipped or failed, but do not make the whole batch `Left`.
 * @returns The laws that were broken; `[]` when all is well. Never throws or rejects.
 * @example
 * ```ts @import.meta.vitest
 * const { fromBatch } = await import('../core/index.js')
 * const samples = [{ completion: 'a' }, { completion: 'abc' }]
 * const unit = { min: 0, max: 1 }
 *
 * const long = fromBatch<{ completion: string }>({ name: 'long', range: unit }, (batch) => {
 *   const most = Math.max(...batch.map((sample) => sample.completion.length))
 *   return batch.map((sample) => sample.completion.length / most)
 * })
 * const [first] = await checkReward(long, samples, { bad: [] })
 * expect(first).toEqual({ law: 'singles', message: 'Scored 0.3333333333333333 in a batch, Scored 1 alone', sample: 0 })
 * ```
 * @category checks
 * @since 0.1.0
 */
export const checkReward = async <S>(
  reward: Reward<S>,
  samples: ReadonlyArray<S>,
  options: CheckOptions = {},
): Promise<ReadonlyArray<Violation>> => {
  const { bad = badSamples(samples[0]), abortWithinMs = 50, clock = () => performance.now() } = options
  const empty = await checkEmpty(reward)
  const whole = await run(reward, samples)
  const unsound = checkRun(reward.meta, whole, samples.length)
  // Where the plain batch goes wrong, the laws that compare with it have nothing to hold on to.
  const blocked = whole._tag !== 'Right' || unsound.some(({ law }) => law === 'length' || law === 'well-formed')
  const compared = blocked ? [] : await checkSame(reward, samples, outcomesOf(whole), bad, options)
  return [...empty, ...unsound, ...compared, ...(await checkAbort(reward, samples, { abortWithinMs, clock }))]
}

const checkEmpty = async <S>(reward: Reward<S>): Promise<ReadonlyArray<Violation>> =>
  checkRun(reward.meta, await run(reward, []), 0).map(({ message }) => violation('empty', message))

/** The laws that compare with the outcomes of the plain batch. */
const checkSame = async <S>(
  reward: Reward<S>,
  samples: ReadonlyArray<S>,
  expected: ReadonlyArray<Outcome>,
  bad: ReadonlyArray<unknown>,
  { tolerance = 1e-9, seed = 1 }: CheckOptions,
): Promise<ReadonlyArray<Violation>> => {
  const found: Array<Violation> = []
  /** Scores the samples of the given rows; undefined stands for `stranger`. */
  const check = async (
    law: Law,
    rows: ReadonlyArray<number | undefined>,
    tell: string,
    stranger?: unknown,
  ): Promise<void> => {
    const result = await run(
      reward,
      rows.map((row) => (row === undefined ? stranger : samples[row]) as S),
    )
    const unsound = checkRun(reward.meta, result, rows.length)
    found.push(
      ...unsound.map(({ message, sample }) =>
        violation(law, `${tell}: ${message}`, sample === undefined ? undefined : rows[sample]),
      ),
    )
    if (unsound.length > 0 || !reward.meta.deterministic) return
    for (const [i, outcome] of outcomesOf(result).entries()) {
      const row = rows[i]
      if (row === undefined) continue
      const before = expected[row] as Outcome
      if (sameOutcome(before, outcome, tolerance)) continue
      found.push(violation(law, `${showOutcome(before)} in a batch, ${showOutcome(outcome)} ${tell}`, row))
    }
  }
  const rows = samples.map((_, row) => row)
  for (const row of rows) await check('singles', [row], 'alone')
  await check(
    'permutation',
    shuffledIndices(2 * samples.length, seed).map((i) => i % samples.length),
    'in another order',
  )
  await check('deterministic', rows, 'again')
  for (const [i, stranger] of bad.entries()) {
    const place = i % (samples.length + 1)
    await check('isolation', rows.toSpliced(place, 0, undefined as never), `beside bad sample ${i}`, stranger)
  }
  return found
}
