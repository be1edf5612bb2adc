/**
 * Advantages of 100,000 groups of 8, one core: `advantages` with each way of scaling, and what stands beside it.
 *
 *   npx tsx bench/grpo-advantages.bench.ts [part of a name]
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { seeded } from '../src/cli/bench/random.js'
import { type AdvantageOptions, advantages } from '../src/grpo/advantages/advantages.js'
import { rlooAdvantages } from '../src/grpo/advantages/rloo-advantages.js'
import { ulmAdvantages } from '../src/grpo/advantages/ulm-advantages.js'
import { verlGrpo } from '../src/grpo/advantages/verl/verl-grpo.js'
import { heading, markdownTable } from './print.js'

const GROUPS = 100_000
const SIZE = 8
const ROWS = GROUPS * SIZE

const random = seeded(7)
const column = (): Float64Array => Float64Array.from({ length: ROWS }, () => random.below(1000) / 999)
const one = column()
const three = { shape: [ROWS, 3] as const, data: Float64Array.from({ length: 3 * ROWS }, () => random.below(2)) }
const rows = Array.from(one, (reward) => [reward])
const tokens = {
  tokenLevelRewards: { shape: [ROWS, 1] as const, data: one },
  responseMask: { shape: [ROWS, 1] as const, data: new Uint8Array(ROWS).fill(1) },
  index: Int32Array.from({ length: ROWS }, (_, i) => Math.floor(i / SIZE)),
}

const group = (options: Omit<AdvantageOptions, 'numGenerations'> = {}): AdvantageOptions => ({
  numGenerations: SIZE,
  ...options,
})

const subjects: ReadonlyArray<readonly [name: string, run: () => Either<unknown, unknown>]> = [
  ['advantages, Float64Array', () => advantages(one, group())],
  ['advantages, 800,000 arrays of one number', () => advantages(rows, group())],
  ["advantages, scaleRewards 'batch'", () => advantages(one, group({ scaleRewards: 'batch' }))],
  ["advantages, scaleRewards 'none' (Dr.GRPO)", () => advantages(one, group({ scaleRewards: 'none' }))],
  ['advantages, 3 rewards', () => advantages(three, group({ rewardWeights: [1, 0.5, 2] }))],
  [
    'advantages, 3 rewards, normalizeThenSum (GDPO)',
    () => advantages(three, group({ multiObjectiveAggregation: 'normalizeThenSum' })),
  ],
  ['rlooAdvantages', () => rlooAdvantages(one, { numGenerations: SIZE })],
  ['ulmAdvantages, unified reward', () => ulmAdvantages({ t2i: one, mm2t: one }, { numGenerations: SIZE })],
  ['verlGrpo, one token a response', () => verlGrpo(tokens)],
]

const WARM_UP = 5
const RUNS = 20

const measure = (name: string, run: () => Either<unknown, unknown>): ReadonlyArray<string> => {
  const once = (): number => {
    const start = performance.now()
    if (run()._tag === 'Left') throw new Error(`${name}: no advantages`)
    return performance.now() - start
  }
  for (let i = 0; i < WARM_UP; i++) once()
  const before = process.cpuUsage()
  const times = Array.from({ length: RUNS }, once).sort((a, b) => a - b)
  const { user, system } = process.cpuUsage(before)
  const show = (ms: number): string => `${ms.toFixed(0)} ms`
  return [name, show(times[RUNS / 2]!), show(times[0]!), show((user + system) / 1000 / RUNS)]
}

const [part = ''] = process.argv.slice(2)
const table = subjects.filter(([name]) => name.includes(part)).map(([name, run]) => measure(name, run))
console.log(heading(`Advantages of ${GROUPS.toLocaleString('en-US')} groups of ${SIZE}`))
console.log(markdownTable(['what', 'median', 'fastest', 'processor time, mean'], table))
