import { describe, expect, test } from 'vitest'
import { compareReports } from '../../../../src/cli/bench/compare.js'
import { renderComparison } from '../../../../src/cli/bench/comparison-table.js'
import type { GrpoReport } from '../../../../src/cli/bench/grpo/schema.js'
import { type Report, reportSchema } from '../../../../src/cli/bench/report.js'
import { makeReport } from '../make-report.js'
import { makeBackend, makeGrpo, makeLogits } from './make-grpo.js'

const all = () => true
const report = (changed: Partial<GrpoReport> = {}): Report => makeReport([], { grpo: makeGrpo(changed) })
const onBackend = (changed: Parameters<typeof makeBackend>[0]): Report => report({ backends: [makeBackend(changed)] })

describe('comparison of the GRPO core', () => {
  test('every timing is compared, and may take longer up to the threshold', () => {
    const slow = report({ logits: [makeLogits({ ms: 100, perSecond: 20_480 })] })
    const compared = compareReports(report(), slow, 20, all)
    expect(compared.grpo.timings.map(({ id, worse }) => [id, worse])).toEqual([
      ['grpo/advantages one reward, by group', false],
      ['grpo/logits [8, 256, 8192]', true],
      ['grpo/wasm loss dapo', false],
      ['grpo/wasm [8, 256, 8192]', false],
    ])
    expect(compared.worse).toBe(true)
    expect(renderComparison(compared, 20)).toContain('grpo/logits [8, 256, 8192]: takes 100.0 % longer')
    expect(compareReports(report(), slow, 60, all).worse).toBe(false)
  })

  test('golden losses may not agree less, whatever the threshold; more cases that all agree are no fall', () => {
    const golden = (agreed: number, cases: number) => onBackend({ golden: { agreed, cases, differences: [] } })
    const fallen = compareReports(golden(35, 35), golden(34, 35), 1e6, all)
    expect(fallen).toMatchObject({
      worse: true,
      grpo: { regressions: [expect.stringContaining('35 of 35 to 34 of 35')] },
    })
    expect(renderComparison(fallen, 1e6)).toContain('grpo/wasm: golden losses fell from 35 of 35 to 34 of 35')
    expect(compareReports(golden(35, 35), golden(70, 70), 1e6, all).worse).toBe(false)
  })

  test('tensors that begin to leak are worse, and another device is told', () => {
    expect(compareReports(onBackend({}), onBackend({ leakedTensors: 3 }), 1e6, all)).toMatchObject({
      worse: true,
      grpo: { regressions: ['grpo/wasm: 3 tensors leaked, before 0'] },
    })
    expect(compareReports(onBackend({}), onBackend({ device: 'no SIMD' }), 20, all).grpo.remarks).toEqual([
      'grpo/wasm: the base ran on CPU (WebAssembly, SIMD), now no SIMD',
    ])
  })

  test('what is gone is worse where it was wanted; a base without the section is none, and is read', () => {
    const without = report({ backends: [] })
    expect(compareReports(report(), without, 20, all)).toMatchObject({
      worse: true,
      grpo: { lost: ['grpo/wasm loss dapo', 'grpo/wasm [8, 256, 8192]'] },
    })
    expect(compareReports(report(), without, 20, () => false).worse).toBe(false)
    expect(compareReports(report(), { ...without, mode: 'quick' }, 20, all).worse).toBe(false)
    expect(compareReports(makeReport([]), report(), 20, all)).toMatchObject({ worse: false, grpo: { added: [] } })
    expect(reportSchema.parse(report())).toEqual(report())
  })
})
