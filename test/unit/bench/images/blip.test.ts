import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterAll, describe, expect, test } from 'vitest'
import { loadBlip } from '../../../../src/adapters/onnx/blip/load-blip.js'
import { encoderOf, type LoadCaptioner, measureBlip } from '../../../../src/cli/bench/images/blip.js'
import { roomForWeights } from '../../../../src/cli/bench/images/room-for-weights.js'
import type { RewardError } from '../../../../src/core/error.js'

const TINY = path.join(import.meta.dirname, '../../../golden/blip/tiny-a')
const folder = mkdtempSync(path.join(tmpdir(), 'blip-'))
afterAll(() => rmSync(folder, { recursive: true }))

const once = { minRuns: 1, budgetMs: 0, precisions: ['fp32'], peakRuns: 1, timeoutMs: 0 } as const
const noPhase = () => undefined
const noObstacle = () => Promise.resolve(undefined)
const missing: RewardError = { _tag: 'MissingModel', reward: 'recaption', model: 'blip-base', install: 'get it' }

/** The tiny network in the place of the published one. */
const published: LoadCaptioner = (options) => loadBlip({ ...options, path: TINY })

/** Where nothing is published, the tiny network in the place of made-up weights. */
const madeUp: LoadCaptioner = ({ weights, ...options }) =>
  weights === undefined
    ? TE.left(missing)
    : TE.map((captioner: object) => ({ ...captioner, weights }) as never)(published(options))

describe('BLIP, timed', { timeout: 60_000 }, () => {
  test.each(['fp32', 'int8'] as const)('%s: a batch of eight, from published weights', async (precision) => {
    const { blip, missing: nothing } = await measureBlip(precision, once, published, noObstacle, noPhase)
    expect(nothing).toBeUndefined()
    expect(blip).toMatchObject({
      batch: 8,
      tokens: 20,
      row: { id: `images/blip-${precision} batch of 8`, precision, weights: 'checkpoint', runs: 2 },
    })
    const { ms = 0, perSecond = 0, startMs, residentMiB } = blip?.row ?? {}
    expect(ms * perSecond).toBeCloseTo(1000, 6)
    expect(startMs).toBeGreaterThan(0)
    expect(residentMiB).toBeGreaterThan(10)
  })

  test('made-up weights where none are published, and the report says so', async () => {
    const { blip } = await measureBlip('fp32', once, madeUp, noObstacle, noPhase)
    expect(blip?.row.weights).toBe('formula (speed only, captions mean nothing)')
  })

  test('where they have no room nothing is written, and the reason is told', async () => {
    const asked: Array<unknown> = []
    const load: LoadCaptioner = (options) => {
      asked.push(options.weights)
      return madeUp(options)
    }
    const full = { reason: 'the disk is full', command: null }
    expect(await measureBlip('fp32', once, load, () => Promise.resolve(full), noPhase)).toEqual({ missing: full })
    expect(asked).toEqual([undefined])
  })

  test('a package that is missing is told with the command that installs it', async () => {
    const error = { _tag: 'MissingPackage', reward: 'recaption', package: 'it', install: 'npm i it' } as const
    expect(await measureBlip('fp32', once, () => TE.left(error), noObstacle, noPhase)).toEqual({
      missing: { reason: 'the package it is not installed', command: 'npm i it' },
    })
  })
})

describe('the share of the encoder', () => {
  test('by hand: 20 tokens in 290 ms, one in 100 ms: 10 ms a token, 90 ms for the encoder, of 8 images', () => {
    expect(encoderOf(100, 290, 111)).toEqual({
      ms: 90 / 8,
      share: 90 / 290,
      gflopPerSecond: expect.closeTo((111 / (90 / 8)) * 1000, 9),
    })
  })

  test('nothing where other work made one token slower than twenty, or all of it the decoder', () => {
    expect(encoderOf(300, 290, 111)).toBeNull()
    expect(encoderOf(10, 290, 111)).toBeNull()
  })
})

describe('room for made-up weights', () => {
  test('is wanted where they are not there', async () => {
    const env = { CORL_HOME: path.join(folder, 'new') }
    expect(await roomForWeights(env, 1)).toBeUndefined()
    expect(await roomForWeights(env, 1e18)).toEqual({
      reason: expect.stringMatching(
        /^made-up weights of 0\.9 GB are not written where .* are free in .*new, less than /,
      ),
      command: null,
    })
  })

  test('is of no matter where they are', async () => {
    const home = path.join(folder, 'full')
    mkdirSync(path.join(home, 'formula'), { recursive: true })
    writeFileSync(path.join(home, 'formula', 'blip-base-v1.safetensors'), '')
    expect(await roomForWeights({ CORL_HOME: home }, 1e18)).toBeUndefined()
  })
})
