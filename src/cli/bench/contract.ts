import type { Outcome, Reward } from '../../core/index.js'
import { showError } from '../../core/index.js'
import { checkReward, type Violation } from '../../testing/index.js'
import type { Contract } from './report.js'
import type { BenchSample } from './samples.js'

const MIN_SAMPLES = 2
const MAX_SAMPLES = 16

/** One broken law must not hide the others. */
const MAX_VIOLATIONS_A_LAW = 10

/** About how often the suite scores each of its samples, and how long that may take. */
const SCORED_TIMES = 16
const TIME_LIMIT_MS = 10_000

/**
 * Holds a reward against the contract of the interface, and its function against what the interface had to catch.
 *
 * @param sampleMs - What one sample takes: a slow reward is checked on fewer.
 */
export const measureContract = async (
  reward: Reward<BenchSample>,
  samples: ReadonlyArray<BenchSample>,
  sampleMs: number,
): Promise<Contract> => {
  const affordable = Math.floor(TIME_LIMIT_MS / SCORED_TIMES / sampleMs)
  const checked = samples.slice(0, Math.max(MIN_SAMPLES, Math.min(MAX_SAMPLES, affordable)))
  const answer = await reward.score(checked)()
  const caught = answer._tag === 'Left' ? [] : answer.right.flatMap(caughtFault)
  const violations = [...caught, ...(await checkReward(reward, checked))]
  const told = violations.filter(
    ({ law }, i) => violations.slice(0, i).filter((other) => other.law === law).length < MAX_VIOLATIONS_A_LAW,
  )
  return { samples: checked.length, violations: told }
}

/** A number no reward may give, or an exception, was turned into `Failed` before the suite could see it. */
const caughtFault = (outcome: Outcome, sample: number): ReadonlyArray<Violation> => {
  if (outcome._tag !== 'Failed') return []
  const { error } = outcome
  const message = showError(error)
  if (error._tag === 'NonFinite') return [{ law: 'finite', message, sample }]
  if (error._tag === 'OutOfRange') return [{ law: 'range', message, sample }]
  return error._tag === 'Unexpected' ? [{ law: 'answers', message, sample }] : []
}
