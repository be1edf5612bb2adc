import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { grpoEffort } from '../../../../src/cli/bench/grpo/parts.js'
import { grpoSchema } from '../../../../src/cli/bench/grpo/schema.js'
import { joinGrpo } from '../../../../src/cli/bench/grpo/join-grpo.js'
import { measureGrpo } from '../../../../src/cli/bench/grpo/section.js'
import { makeBackend, makeGrpo, makeLogits } from './make-grpo.js'

const folder = mkdtempSync(join(tmpdir(), 'grpo-'))
afterAll(() => rmSync(folder, { recursive: true }))
const progress = { tell: () => undefined, clear: () => undefined }

test('measureGrpo: each part in a process of its own; what is missing, and what fails, is told', async () => {
  const worker = join(folder, 'worker.mjs')
  writeFileSync(
    worker,
    `process.on('message', ({ task, part, goldenFolder }) => {
      const missing = { reason: task + ' ' + goldenFolder, command: null }
      if (part === 'grpo/webgpu') process.send({ _tag: 'Answer', answer: { missing } })
      if (part === 'grpo/logits') process.send({ _tag: 'Answer', answer: { logits: [] } })
      if (part === 'grpo/cpu') process.exit(3)
    })`,
  )
  const bench = { worker, progress, goldenFolder: 'golden' }
  const section = await measureGrpo(['grpo/logits', 'grpo/webgpu', 'grpo/cpu'], grpoEffort(true, undefined), bench)
  expect(section).toEqual({
    report: {
      advantages: null,
      lossShape: [64, 512],
      threads: availableParallelism(),
      memoryGigabytesPerSecond: null,
      logits: [],
      backends: [],
    },
    unavailable: [{ id: 'grpo/webgpu', reason: 'grpo golden', command: null }],
    failed: [{ id: 'grpo/cpu', kind: 'builtin', message: 'the process ended (exit code 3)' }],
  })
  expect(await measureGrpo([], grpoEffort(true, undefined), bench)).toEqual({ unavailable: [], failed: [] })
}, 60_000)

test('the share of the memory: three times the logits, of the most that any part met; a GPU has none', () => {
  const { shareOfMemory: _, ...row } = makeLogits({ gigabytesPerSecond: 2 })
  const { logits: __, ...backend } = makeBackend()
  const gpu = { ...backend, backend: 'webgpu' as const }
  const report = joinGrpo([
    { advantages: makeGrpo().advantages! },
    { logits: [row], memoryGigabytesPerSecond: 10 },
    { backend, logits: [{ ...row, on: 'wasm' }], memoryGigabytesPerSecond: 24 },
    { backend: gpu, logits: [{ ...row, on: 'webgpu' }] },
  ])
  expect(report).toMatchObject({
    memoryGigabytesPerSecond: 24,
    logits: [{ shareOfMemory: 0.25 }],
    backends: [
      { backend: 'wasm', logits: [{ shareOfMemory: 0.25 }] },
      { backend: 'webgpu', logits: [{ shareOfMemory: null }] },
    ],
  })
  expect(grpoSchema.parse(report)).toEqual(report)
})

test('a backend in software is measured where the filter names it', () => {
  expect(grpoEffort(false, undefined).withSoftware).toBe(false)
  expect(grpoEffort(false, 'grpo').withSoftware).toBe(false)
  expect(grpoEffort(true, 'grpo/webgpu').withSoftware).toBe(true)
})
