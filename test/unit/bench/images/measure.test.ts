import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { loadSharp } from '../../../../src/adapters/image/load-sharp.js'
import { loadLpipsModel } from '../../../../src/adapters/onnx/lpips/load-lpips.js'
import { measureDecode } from '../../../../src/cli/bench/images/decode.js'
import { measureLpips } from '../../../../src/cli/bench/images/lpips.js'
import { measureResize } from '../../../../src/cli/bench/images/resize.js'
import { measureSsim } from '../../../../src/cli/bench/images/ssim.js'
import type { RewardError } from '../../../../src/core/error.js'
import { FORMULA_NOTE } from '../../../../src/lpips/model.js'

/** One run of everything. */
const once = { minRuns: 1, budgetMs: 0, precisions: ['fp32'], peakRuns: 1, timeoutMs: 0 } as const
const noPhase = () => undefined

const absent = () =>
  Promise.reject(Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' }))
const sharpMissing = { reason: 'the package sharp is not installed', command: 'npm install sharp' }

describe('parts of the section of images', { timeout: 60_000 }, () => {
  test('decode: a rate for JPEG and PNG; without sharp, what installs it', async () => {
    const { decode = [], missing } = await measureDecode(once, loadSharp)
    expect(decode.map(({ id }) => id)).toEqual(['images/decode jpeg 512x512', 'images/decode png 512x512'])
    for (const { ms, perSecond, runs } of decode) expect([ms * perSecond, runs]).toEqual([expect.closeTo(1000, 6), 1])
    expect(missing).toBeUndefined()
    expect(await measureDecode(once, absent)).toEqual({ missing: sharpMissing })
  })

  test('resize: beside sharp; without it, ours alone and what installs it', async () => {
    const { resize = [] } = await measureResize(once, loadSharp)
    expect(resize.map(({ sharpMs }) => sharpMs !== null && sharpMs > 0)).toEqual([true, true])
    const without = await measureResize(once, absent)
    expect(without.resize?.map(({ sharpMs }) => sharpMs)).toEqual([null, null])
    expect(without.missing).toEqual(sharpMissing)
  })

  test('ssim: both measures, a pair and a group', async () => {
    const { ssim = [] } = await measureSsim(once)
    expect(ssim.map(({ id }) => id.replace('images/ssim ', ''))).toEqual([
      'ssim, 1 pair',
      'ssim, group of 8',
      'ms-ssim, 1 pair',
      'ms-ssim, group of 8',
    ])
  })

  test('lpips: weights by formula where there is no model, and the report says so', async () => {
    const nowhere = { CORL_HOME: process.env['CORL_HOME'], HOME: '/nowhere' }
    const { lpips } = await measureLpips(
      'squeeze',
      once,
      (options) => loadLpipsModel({ ...options, env: nowhere }),
      noPhase,
    )
    expect(lpips?.peakGflopPerSecond).toBeGreaterThan(0)
    expect(lpips?.rows).toMatchObject(
      ['1 pair', '8 pairs', 'group of 8'].map((batch) => ({ net: 'squeeze', batch, weights: FORMULA_NOTE })),
    )
    const [pair, pairs, group] = lpips?.rows ?? []
    // Two images a pair; nine for the eight pairs of a group.
    expect(pairs?.gflop).toBe(pair?.gflop)
    expect((group?.gflop ?? NaN) / (pair?.gflop ?? NaN)).toBeCloseTo(9 / 16, 12)
  })

  test('lpips: a network that cannot be opened is told, with the command where one helps', async () => {
    const refusing = (error: RewardError) => () => TE.left(error)
    const missing = {
      _tag: 'MissingPackage',
      reward: 'lpips',
      package: 'onnxruntime-node',
      install: 'npm i it',
    } as const
    expect(await measureLpips('alex', once, refusing(missing), noPhase)).toEqual({
      missing: { reason: 'the package onnxruntime-node is not installed', command: 'npm i it' },
    })
    const bad = { _tag: 'BadFile', file: 'x.pth', expected: 'weights', received: 'none' } as const
    expect(await measureLpips('alex', once, refusing(bad), noPhase)).toEqual({
      missing: { reason: 'expected weights for `x.pth`, got none', command: null },
    })
  })
})
