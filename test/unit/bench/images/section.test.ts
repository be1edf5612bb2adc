import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { QUICK_IMAGES } from '../../../../src/cli/bench/images/parts.js'
import { imagesSchema } from '../../../../src/cli/bench/images/schema.js'
import { joined, measureImages } from '../../../../src/cli/bench/images/section.js'
import { timeCalls, timingOf } from '../../../../src/cli/bench/sections/time-calls.js'
import { makeCaptions, makeLpips } from './make-images.js'

const folder = mkdtempSync(join(tmpdir(), 'section-'))
afterAll(() => rmSync(folder, { recursive: true }))
const progress = { tell: () => undefined, clear: () => undefined }

describe('measureImages', { timeout: 60_000 }, () => {
  test('each part in a process of its own; what is missing, and what fails, is told beside what was measured', async () => {
    const worker = join(folder, 'worker.mjs')
    writeFileSync(
      worker,
      `process.on('message', ({ part }) => {
        const row = { id: part + ' x', ms: 2, perSecond: 500, runs: process.pid > 0 ? 3 : 0 }
        const missing = { reason: 'the package sharp is not installed', command: 'npm install sharp' }
        if (part === 'images/decode') process.send({ _tag: 'Answer', answer: { missing } })
        if (part === 'images/resize') process.send({ _tag: 'Answer', answer: { resize: [{ ...row, sharpMs: null }], missing } })
        if (part === 'images/ssim') process.exit(3)
      })`,
    )
    const parts = ['images/decode', 'images/resize', 'images/ssim'] as const
    const sharp = { reason: 'the package sharp is not installed', command: 'npm install sharp' }
    const section = await measureImages(parts, QUICK_IMAGES, { worker, progress })
    expect(section).toEqual({
      report: {
        decode: [],
        resize: [{ id: 'images/resize x', ms: 2, perSecond: 500, runs: 3, sharpMs: null }],
        ssim: [],
        lpips: null,
      },
      unavailable: [
        { id: 'images/decode', ...sharp },
        { id: 'images/resize', ...sharp },
      ],
      failed: [{ id: 'images/ssim', kind: 'builtin', message: 'the process ended (exit code 3)' }],
    })
  })

  test('no parts, no section', async () => {
    const section = await measureImages([], QUICK_IMAGES, { worker: 'none', progress })
    expect(section).toEqual({ unavailable: [], failed: [] })
  })
})

test('the share of the peak is that of the best peak of the run; 8 bits have none', () => {
  const { shareOfPeak: _, ...row } = makeLpips({ gflopPerSecond: 240 })
  const part = (peakGflopPerSecond: number, rows: ReadonlyArray<typeof row>) => ({
    lpips: { threads: 2, peakGflopPerSecond, peakSize: 2048, rows },
  })
  const report = joined([part(200, [row]), part(300, [{ ...row, precision: 'int8' }])])
  expect(report.lpips).toMatchObject({
    peakGflopPerSecond: 300,
    rows: [{ shareOfPeak: 0.8 }, { precision: 'int8', shareOfPeak: null }],
  })
  expect(imagesSchema.safeParse(report).success).toBe(true)
})

test('BLIP is held against the same peak; recipes of all parts stand together', () => {
  const { shareOfPeak: _, ...row } = makeCaptions({ encoder: { ms: 500, share: 0.7, gflopPerSecond: 150 } })
  const blip = { threads: 2, peakGflopPerSecond: 300, peakSize: 1024, batch: 8, tokens: 20 }
  const recipe = {
    ...{ id: 'images/cycle a, b', ms: 2, perSecond: 500, runs: 2, recipe: 'a', batch: 'b', samples: 8 },
    formula: [],
  }
  const report = joined([
    { blip: { ...blip, row } },
    { blip: { ...blip, peakGflopPerSecond: 200, row: { ...row, precision: 'int8' } } },
    { recipes: [recipe] },
    { recipes: [recipe] },
  ])
  expect(report.blip).toMatchObject({
    peakGflopPerSecond: 300,
    rows: [{ shareOfPeak: 0.5 }, { precision: 'int8', shareOfPeak: null }],
  })
  expect(report.recipes).toEqual([recipe, recipe])
  expect(imagesSchema.safeParse(report).success).toBe(true)
})

test('timeCalls: in turns, the first round apart, no fewer runs than asked for', async () => {
  const calls: Array<string> = []
  const times = await timeCalls(
    { a: () => calls.push('a'), b: async () => calls.push('b') },
    { minRuns: 3, budgetMs: 0 },
  )
  expect(calls.join('')).toBe('abababab')
  expect(times).toMatchObject({ a: { runs: 3 }, b: { runs: 3 } })
  expect(timingOf('x', { ms: 8, runs: 3 }, 4)).toEqual({ id: 'x', ms: 2, perSecond: 500, runs: 3 })
})
