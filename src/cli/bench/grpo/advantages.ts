import { type AdvantageOptions, advantages } from '../../../grpo/advantages/advantages.js'
import type { Rewards } from '../../../grpo/advantages/reward-table.js'
import { seeded } from '../random.js'
import { rightOrRefuse } from '../sections/or-refuse.js'
import { callTimingOf, timeCalls } from '../sections/time-calls.js'
import type { GrpoPartResult } from './measured.js'
import type { GrpoEffort } from './parts.js'

const GROUPS = 100_000
const GROUP_SIZE = 8
const ROWS = GROUPS * GROUP_SIZE
/** What a training step can spare. */
const BAR_MS = 50

/** Calls that are not counted: until the engine has compiled what it will. */
const WARM_UPS = 4

/** Rewards in [0, 1], of so many functions. */
const rewardsOf = (functions: number): Rewards => {
  const random = seeded(7)
  return {
    shape: [ROWS, functions],
    data: Float64Array.from({ length: ROWS * functions }, () => random.below(1000) / 999),
  }
}

type Subject = readonly [name: string, rewards: Rewards, options: Omit<AdvantageOptions, 'numGenerations'>]

const severalRewards = (): ReadonlyArray<Subject> => {
  const three = rewardsOf(3)
  return [
    ['3 rewards, summed', three, { rewardWeights: [1, 0.5, 2] }],
    ['3 rewards, each normalised (GDPO)', three, { multiObjectiveAggregation: 'normalizeThenSum' }],
  ]
}

/** Times the advantages of a large batch, in one thread and float64. */
export const measureAdvantages = async (effort: GrpoEffort): Promise<GrpoPartResult> => {
  const one = rewardsOf(1)
  const subjects: ReadonlyArray<Subject> = [
    ['one reward, by group', one, {}],
    ['one reward, not scaled (Dr.GRPO)', one, { scaleRewards: 'none' }],
    ...(effort.withSeveralRewards ? severalRewards() : []),
  ]
  const rows = []
  for (const [name, rewards, options] of subjects) {
    const call = (): unknown => rightOrRefuse(advantages(rewards, { numGenerations: GROUP_SIZE, ...options }))
    for (let i = 0; i < WARM_UPS; i++) call()
    const times = (await timeCalls({ call }, effort, true)).call
    rows.push({ ...callTimingOf(`grpo/advantages ${name}`, times, GROUPS), shareOfBar: times.ms / BAR_MS })
  }
  return { advantages: { groups: GROUPS, groupSize: GROUP_SIZE, barMs: BAR_MS, rows } }
}
