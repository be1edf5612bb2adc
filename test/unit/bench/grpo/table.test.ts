import { describe, expect, test } from 'vitest'
import { renderReport, WIDTH } from '../../../../src/cli/bench/table.js'
import { makeReport } from '../make-report.js'
import { makeBackend, makeGrpo, makeLogits } from './make-grpo.js'

const render = (grpo = makeGrpo()): string => renderReport(makeReport([], { grpo }))
const cells = (text: string, start: string): ReadonlyArray<string> | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(start))
    ?.split(/ {2,}/)

describe('the tables of the GRPO core', () => {
  test('show each figure in its column', () => {
    const text = render()
    expect(cells(text, 'one reward')).toEqual(['one reward, by group', '20', '5,000,000', '40 %', '40'])
    expect(cells(text, 'arrays')).toEqual([
      ...['arrays, 2 threads', '[8, 256, 8192]', '50', '41,000', '1.34', '20 %', '66', '7'],
    ])
    expect(cells(text, 'dapo')).toEqual(['dapo', '5'])
    expect(text).toMatch(/^wasm +35\/35 +0 +CPU \(WebAssembly, SIMD\)$/m)
    expect(text.replaceAll('\n', ' ')).toContain('Memory: 20.1 GB/s (copies on 2 threads')
  })

  test('have a column for each backend, and dashes for what was not told', () => {
    const webgpu = makeBackend({
      backend: 'webgpu',
      device: 'a GPU',
      losses: [{ id: 'grpo/webgpu loss grpo', ms: 0.25, perSecond: 1, runs: 9, lossType: 'grpo' }],
      logits: [makeLogits({ on: 'webgpu', shareOfMemory: null, extraMiB: null })],
    })
    const text = render(makeGrpo({ backends: [makeBackend(), webgpu], memoryGigabytesPerSecond: null }))
    expect(cells(text, 'dapo')).toEqual(['dapo', '5', '-'])
    expect(cells(text, 'grpo ')).toEqual(['grpo', '-', '0.25'])
    expect(cells(text, 'webgpu   ')?.slice(5, 7)).toEqual(['-', '-'])
    expect(text).not.toContain('Memory:')
  })

  test('say what is in place, and leave out what was not measured', () => {
    const logits = [makeLogits({ inPlace: true, shape: [8, 512, 32_000] })]
    const text = render(makeGrpo({ advantages: null, logits, backends: [] }))
    expect(cells(text, 'arrays')?.slice(0, 2)).toEqual(['arrays, 2 threads, in place', '[8, 512, 32000]'])
    expect(text).not.toMatch(/of the bar|golden/)
    expect(renderReport(makeReport([]))).not.toContain('GRPO')
  })

  test('tell each golden loss that departs', () => {
    const golden = { agreed: 34, cases: 35, differences: [{ id: 'L009', what: 'loss: expected 1, got 2' }] }
    const text = render(makeGrpo({ backends: [makeBackend({ golden })] }))
    expect(text).toContain('grpo/wasm: golden loss L009: loss: expected 1, got 2')
    expect(text).toContain('34/35')
  })

  test('fit the terminal, whatever the figures', () => {
    const huge = { ms: 999_999, perSecond: 999_999_999, runs: 9999, gigabytesPerSecond: 99_999, shareOfMemory: 9.99 }
    const row = makeLogits({ ...huge, inPlace: true, shape: [8, 512, 32_000], extraMiB: 99_999 })
    const names = ['node-gpu', 'node', 'webgpu', 'wasm', 'cpu'] as const
    const backends = names.map((backend) =>
      makeBackend({ backend, losses: [{ ...huge, id: 'x', lossType: 'dr_grpo' }] }),
    )
    const losses = backends.map(({ losses: [loss], ...rest }) => {
      const { id, ms, perSecond, runs, lossType } = loss!
      return { ...rest, losses: [{ id, ms, perSecond, runs, lossType }] }
    })
    const lines = render(makeGrpo({ threads: 128, logits: [row], backends: losses })).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(WIDTH)
  })
})
