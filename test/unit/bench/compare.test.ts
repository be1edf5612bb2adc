import { describe, expect, test } from 'vitest'
import { compareReports } from '../../../src/cli/bench/compare.js'
import type { RewardResult } from '../../../src/cli/bench/report.js'
import { makeReport, makeResult } from './make-report.js'

const all = () => true

const compare = (before: Partial<RewardResult>, now: Partial<RewardResult>, thresholdPercent = 20) =>
  compareReports(makeReport([makeResult('mcq', before)]), makeReport([makeResult('mcq', now)]), thresholdPercent, all)

const speed = (samplesPerSecond: number): Partial<RewardResult> => ({
  scaling: [{ batchSize: 64, samplesPerSecond, runs: 10 }],
  throughput: { samplesPerSecond, batchSize: 64 },
})

const p50 = (value: number): Partial<RewardResult> => ({ latencyUs: { p50: value, p95: null, p99: null, runs: 9 } })

const agreed = (n: number, cases: number): Partial<RewardResult> => ({
  agreement: { agreed: n, cases, variants: {}, differences: [] },
})

describe('compareReports', () => {
  test('a run is not worse than itself', () => {
    const [reward] = compare({}, {}).rewards
    expect(compare({}, {}, 0).worse).toBe(false)
    expect(reward?.throughput).toEqual({ before: 1_000_000, now: 1_000_000, changePercent: 0 })
  })

  test('throughput may fall up to the threshold, and no further', () => {
    expect(compare(speed(1000), speed(800)).worse).toBe(false)
    expect(compare(speed(1000), speed(799))).toMatchObject({
      worse: true,
      rewards: [{ regressions: ['throughput fell by 20.1 %'] }],
    })
    expect(compare(speed(1000), speed(5000)).worse).toBe(false)
  })

  test('p50 may rise up to the threshold, and no further', () => {
    expect(compare(p50(1), p50(1.5), 50).worse).toBe(false)
    expect(compare(p50(1), p50(1.6), 50).rewards[0]?.regressions).toEqual(['p50 rose by 60.0 %'])
    expect(compare(p50(1), p50(0.1), 50).worse).toBe(false)
  })

  test('agreement may not fall, whatever the threshold', () => {
    expect(compare(agreed(10, 10), agreed(9, 10), 1000).rewards[0]?.regressions).toEqual([
      'agreement fell from 10 of 10 to 9 of 10',
    ])
    expect(compare(agreed(10, 10), { agreement: null }, 1000).worse).toBe(true)
    expect(compare({ agreement: null }, agreed(9, 10)).worse).toBe(false)
  })

  test('agreement is compared as a share: more cases, all agreed, are no fall', () => {
    expect(compare(agreed(10, 10), agreed(20, 20)).worse).toBe(false)
    expect(compare(agreed(9, 10), agreed(18, 20)).worse).toBe(false)
    expect(compare(agreed(9, 10), agreed(17, 20)).worse).toBe(true)
  })

  test('throughput is that of the batch sizes both runs measured', () => {
    const big = { batchSize: 4096, samplesPerSecond: 9000, runs: 1 }
    const small = { batchSize: 64, samplesPerSecond: 1000, runs: 1 }
    const [reward] = compare({ scaling: [small, big] }, { scaling: [small] }).rewards
    expect(reward?.throughput).toEqual({ before: 1000, now: 1000, changePercent: 0 })
    const [apart] = compare({ ...speed(1000), scaling: [big] }, speed(900)).rewards
    expect(apart?.throughput).toMatchObject({ before: 1000, now: 900 })
  })

  test('a reward that is gone is worse, unless it was not asked for', () => {
    const base = makeReport([makeResult('mcq'), makeResult('format')])
    const current = makeReport([makeResult('mcq'), makeResult('exact')])
    expect(compareReports(base, current, 20, all)).toMatchObject({ lost: ['format'], added: ['exact'], worse: true })
    expect(compareReports(base, current, 20, (id) => id === 'mcq')).toMatchObject({ lost: [], worse: false })
  })

  test('says why figures may differ though the code does not', () => {
    const base = makeReport([], { mode: 'quick', machine: { ...makeReport([]).machine, cores: 8 } })
    expect(compareReports(base, makeReport([]), 20, all).remarks).toEqual([
      'the base was measured with another processor: a processor, 8 cores, now a processor, 4 cores',
      'the base was measured with another mode: quick, now full',
    ])
  })
})
