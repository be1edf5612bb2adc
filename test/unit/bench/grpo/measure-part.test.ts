import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { copyBandwidth } from '../../../../src/cli/bench/grpo/copy-bandwidth.js'
import { measureGrpoPart } from '../../../../src/cli/bench/grpo/measure-part.js'
import { missingPackages } from '../../../../src/cli/bench/grpo/missing-packages.js'
import { LARGE } from '../../../../src/cli/bench/grpo/numbers.js'
import { grpoEffort, type GrpoPart } from '../../../../src/cli/bench/grpo/parts.js'
import { extraMiB } from '../../../../src/cli/bench/grpo/peak-memory.js'
import { roomForLogits } from '../../../../src/cli/bench/grpo/room-for-logits.js'

const goldenFolder = fileURLToPath(new URL('../../../../bench/golden', import.meta.url))
const effort = { ...grpoEffort(false, undefined), minRuns: 1, budgetMs: 0, copyRuns: 1 }
const measure = (part: GrpoPart) => measureGrpoPart({ task: 'grpo', part, effort, goldenFolder }, () => undefined)

describe('measureGrpoPart', { timeout: 60_000 }, () => {
  test('advantages: every row of 100,000 groups, beside the bar', async () => {
    const { advantages } = await measure('grpo/advantages')
    expect(advantages).toMatchObject({ groups: 100_000, groupSize: 8, barMs: 50 })
    expect(advantages?.rows).toHaveLength(4)
    for (const { ms, perSecond, shareOfBar } of advantages?.rows ?? []) {
      expect(perSecond).toBeCloseTo(1e8 / ms, 3)
      expect(shareOfBar).toBeCloseTo(ms / 50, 9)
    }
  })

  test('logits: tokens and bytes of one call, and memory for a gradient', async () => {
    const { logits, memoryGigabytesPerSecond } = await measure('grpo/logits')
    expect(logits).toMatchObject([{ id: 'grpo/logits [8, 256, 8192]', on: 'arrays', inPlace: false }])
    const [row] = logits ?? []
    if (row === undefined) return expect.unreachable()
    const { ms, perSecond, gigabytesPerSecond, extraMiB: extra } = row
    expect(perSecond).toBeCloseTo(2048e3 / ms, 3)
    expect(gigabytesPerSecond).toBeCloseTo((8 * 256 * 8192 * 4) / 1e6 / ms, 6)
    expect(extra ?? Infinity).toBeGreaterThan(32)
    expect(memoryGigabytesPerSecond).toBeGreaterThan(0)
  })

  test('a backend: golden losses, every loss type, the way by logits, and no tensor left behind', async () => {
    const { backend, logits, missing } = await measure('grpo/cpu')
    expect(missing).toBe(undefined)
    expect(backend).toMatchObject({ backend: 'cpu', device: 'CPU (JavaScript)', leakedTensors: 0 })
    expect(backend?.golden).toMatchObject({ agreed: backend?.golden.cases, differences: [] })
    expect(backend?.losses.map(({ lossType }) => lossType)).toEqual([
      'grpo',
      'bnpo',
      'dr_grpo',
      'dapo',
      'cispo',
      'sapo',
      'luspo',
      'vespo',
    ])
    expect(logits).toMatchObject([{ id: 'grpo/cpu [8, 256, 8192]', on: 'cpu' }])
  })

  test('a backend whose package is missing is told with the command that installs it', async () => {
    expect(await measure('grpo/node-gpu')).toEqual({
      missing: {
        reason: 'the package @tensorflow/tfjs-node-gpu is not installed',
        command: 'npm install @tensorflow/tfjs-node-gpu',
      },
    })
  })
})

test('packages of a backend that are missing are told together; none where all are there', () => {
  expect(missingPackages('webgpu', () => false)).toEqual({
    reason: 'the packages webgpu and @tensorflow/tfjs-backend-webgpu are not installed',
    command: 'npm install webgpu @tensorflow/tfjs-backend-webgpu',
  })
  expect(missingPackages('webgpu', (name) => name === 'webgpu')?.command).toBe(
    'npm install @tensorflow/tfjs-backend-webgpu',
  )
  expect(missingPackages('wasm', () => true)).toBe(undefined)
})

test('logits that the memory has no room for are left out, with the reason', () => {
  expect(roomForLogits(LARGE, 2e9)).toBe(undefined)
  expect(roomForLogits(LARGE, 1e9)).toEqual({
    reason: 'logits [8, 512, 32000] of 524 MB need 1.02 GB of memory, and 1 GB are free',
    command: null,
  })
})

test('extraMiB: what a call holds at its largest, though it lets go of it', async () => {
  const extra = await extraMiB(() => new Float32Array(2 ** 24).fill(1).length)
  // Where the system keeps one mark for the life of the process there may be nothing to tell.
  if (process.platform === 'linux') expect(extra).toBeGreaterThan(48)
  if (extra !== null) expect(extra).toBeLessThan(160)
})

test('copyBandwidth: bytes a second, of one thread or two', async () => {
  for (const threads of [1, 2]) {
    const speed = await copyBandwidth(threads, 1)
    expect(speed).toBeGreaterThan(0.1)
    expect(speed).toBeLessThan(1e5)
  }
}, 30_000)
