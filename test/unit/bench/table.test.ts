import { describe, expect, test } from 'vitest'
import { compareReports } from '../../../src/cli/bench/compare.js'
import { renderComparison } from '../../../src/cli/bench/comparison-table.js'
import { renderReport, WIDTH } from '../../../src/cli/bench/table.js'
import { makeReport, makeResult } from './make-report.js'

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length))
const long = 'a-reward-whose-name-goes-on-and-on.mjs#and-on'

/** The largest figures that can be met. */
const huge = makeResult(long, {
  throughput: { samplesPerSecond: 999_999_999, batchSize: 4096 },
  scaling: [1, 8, 64, 512, 4096].map((batchSize) => ({ batchSize, samplesPerSecond: 999_999_999, runs: 9_999_999 })),
  latencyUs: { p50: 9_999_999, p95: 9_999_999, p99: 9_999_999, runs: 9_999_999 },
  coldStartMs: { median: 99_999, runs: 3 },
  memory: { peakMiB: 99_999, growthMiB: 99_999, samples: 1 },
  original: { name: 'x', samplesPerSecond: 1, ratio: 999 },
  agreement: {
    agreed: 9998,
    cases: 9999,
    variants: {},
    differences: [
      { variant: 'paper', id: 'G1', expected: '1', got: `failed: ${'word '.repeat(50)}${'x'.repeat(300)}` },
    ],
  },
  contract: { samples: 16, violations: [{ law: 'range', message: '2 is outside\n[0, 1]', sample: 3 }] },
})

describe('renderReport', () => {
  test('fits 100 columns, whatever the figures', () => {
    const unavailable = ['lpips', 'ssim'].map((id) => ({
      id,
      reason: 'a package is missing '.repeat(9),
      command: 'npm install sharp',
    }))
    const text = renderReport(makeReport([huge, makeResult('mcq')], { unavailable }))
    expect(widest(text)).toBeLessThanOrEqual(WIDTH)
    expect(text.split('\n').every((line) => line === line.trimEnd())).toBe(true)
  })

  test('shows the figures of a reward in one line', () => {
    const text = renderReport(
      makeReport([makeResult('mcq', { original: { name: 'qa', samplesPerSecond: 1, ratio: 7.84 } })]),
    )
    const line = text.split('\n').find((one) => one.startsWith('mcq'))
    expect(line?.split(/\s+/)).toEqual('mcq 1,000,000 64 2 3 4 120 80 30 10/10 7.8x'.split(' '))
    expect(text).toContain('original (other machine)')
    expect(text).toContain('Figures depend on the machine')
  })

  test('names that begin alike are told apart by their ends, and an original of its own has its own origin', () => {
    const original = { name: 'torch', samplesPerSecond: 1, ratio: 1 }
    const matching = ['text-image-matching', 'text-image-matching/fast'].map((id) => makeResult(id, { original }))
    const text = renderReport(makeReport([huge, ...matching]))
    expect(text).toContain('text-imag…ing/fast ')
    expect(text.replaceAll('\n', ' ')).toContain(
      "x orig of text-image-matching and text-image-matching/fast: ULM-R1's loop",
    )
    expect(renderReport(makeReport(matching))).toMatch(/^text-image-matching\/fast /m)
  })

  test('a percentile that was not measured is a dash, not a number', () => {
    const text = renderReport(makeReport([makeResult('mcq', { latencyUs: { p50: 2, p95: null, p99: null, runs: 5 } })]))
    expect(text).toMatch(/^mcq .* 2 +- +- +120 /m)
  })

  test('tells why a reward cannot run, and what would make it run, once for those that share it', () => {
    const why = { reason: 'sharp is not installed', command: 'npm install sharp' }
    const planned = { id: 'math', reason: 'comes later', command: null }
    const text = renderReport(
      makeReport([], { unavailable: [{ id: 'ssim', ...why }, { id: 'lpips', ...why }, planned] }),
    )
    expect(text).toContain('  ssim, lpips: sharp is not installed; to make it run: npm install sharp')
    expect(text).toContain('  math: comes later')
  })

  test('lists what disagrees, broken laws once each, and samples that fail', () => {
    const violations = [
      { law: 'range', message: '2 is outside [0, 1]', sample: 3 },
      { law: 'range', message: '4 is outside [0, 1]', sample: 4 },
      { law: 'abort', message: 'no answer' },
    ]
    const differences = [{ variant: 'paper', id: 'G1', expected: '1', got: '0' }]
    const text = renderReport(
      makeReport([
        makeResult('mcq', { agreement: { agreed: 0, cases: 1, variants: {}, differences } }),
        makeResult('mine.js', {
          contract: { samples: 16, violations },
          outcomes: { scored: 5, skipped: 1, failed: 2 },
        }),
      ]),
    )
    expect(text).toContain('mcq: G1 (paper): expected 1, got 0')
    expect(text).toContain("mine.js: breaks the law 'range' 2 times, first, sample 3: 2 is outside [0, 1]")
    expect(text).toContain("mine.js: breaks the law 'abort': no answer")
    expect(text).toContain('mine.js: of the workload 5 scored, 1 skipped, 2 failed')
    expect(text).not.toContain('4 is outside')
  })

  test('no control character of a message reaches the terminal', () => {
    const failed = [{ id: 'mcq', kind: 'builtin' as const, message: '\u001B[31mred\u0007' }]
    expect(renderReport(makeReport([], { failed }))).not.toMatch(/[^\n\P{Cc}]/u)
  })
})

describe('renderComparison', () => {
  test('fits 100 columns and says what got worse', () => {
    const slow = makeResult('mcq', { scaling: [{ batchSize: 64, samplesPerSecond: 1000, runs: 1 }] })
    const base = makeReport([huge, makeResult('mcq'), makeResult('gone')])
    const text = renderComparison(
      compareReports(base, makeReport([huge, slow]), 20, () => true),
      20,
    )
    expect(widest(text)).toBeLessThanOrEqual(WIDTH)
    expect(text).toContain('mcq: throughput fell by 99.9 %')
    expect(text).toContain('gone: measured in the base, not any more')
    expect(text).toMatch(/Worse than the base\.$/)
    expect(
      renderComparison(
        compareReports(base, base, 20, () => true),
        20,
      ),
    ).toMatch(/Within 20 % of the base\.$/)
  })
})
