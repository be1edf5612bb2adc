import type { Outcome, Reward } from '../../core/index.js'
import { showError } from '../../core/index.js'
import { checkReward, type Violation } from '../../testing/index.js'
import type { Contract } from './report.js'
import type { BenchSample } from './workloads.js'

/** The suite scores its samples dozens of times. */
const MAX_SAMPLES = 16
const MAX_VIOLATIONS = 20

/** Holds a reward against the contract of the interface, and its function against what the interface had to catch. */
export const measureContract = async (
  reward: Reward<BenchSample>,
  samples: ReadonlyArray<BenchSample>,
): Promise<Contract> => {
  const checked = samples.slice(0, MAX_SAMPLES)
  const answer = await reward.score(checked)()
  const caught = answer._tag === 'Left' ? [] : answer.right.flatMap(caughtFault)
  const violations = [...caught, ...(await checkReward(reward, checked))]
  return { samples: checked.length, violations: violations.slice(0, MAX_VIOLATIONS) }
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
