import path from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { type LoadReward, measureCycle, measureRecipes } from '../../../../src/cli/bench/images/recipes.js'
import type { RewardError } from '../../../../src/core/error.js'
import { fromSpec } from '../../../../src/presets/index.js'

const TINY = path.join(import.meta.dirname, '../../../golden/blip/tiny-a')

const once = { minRuns: 1, budgetMs: 0, precisions: ['fp32'], peakRuns: 1, timeoutMs: 0 } as const
const noPhase = () => undefined
const noObstacle = () => Promise.resolve(undefined)

const missing = (model: string): RewardError => ({ _tag: 'MissingModel', reward: 'x', model, install: `get ${model}` })

interface Cycle {
  readonly lpips?: object
  readonly blip?: { readonly weights?: 'formula'; readonly maxNewTokens?: number }
}

/** A machine without published weights, on which those by formula are small. */
const bare: LoadReward = (spec) => {
  const [[id, options] = ['', {}]] = Object.entries(spec as Record<string, Cycle & { readonly cycle?: Cycle }>)
  const { blip, lpips, ...rest } = options.cycle ?? options
  if (lpips === undefined) return TE.left(missing('lpips-vgg'))
  if (blip !== undefined && blip.weights === undefined) return TE.left(missing('blip-base'))
  const small = {
    ...rest,
    lpips: { net: 'squeeze', ...lpips },
    ...(blip === undefined ? {} : { blip: { path: TINY, maxNewTokens: blip.maxNewTokens } }),
  }
  return fromSpec({ [id]: options.cycle === undefined ? small : { cycle: small } })
}

describe('R_cycle and recipes, timed', { timeout: 60_000 }, () => {
  test('R_cycle: a group, the same with captions given, and one by one; what is made up is told', async () => {
    const { recipes, missing: nothing } = await measureCycle(once, bare, noObstacle, noPhase)
    expect(nothing).toBeUndefined()
    expect(recipes?.map(({ id, samples, formula }) => [id, samples, formula])).toEqual([
      ['images/cycle corl/cycle, group of 8', 8, ['lpips', 'blip']],
      ['images/cycle corl/cycle, group of 8, captions given', 8, ['lpips']],
      ['images/cycle corl/cycle, the same, one by one', 8, ['lpips']],
    ])
    for (const { ms, perSecond, runs } of recipes ?? [])
      expect([ms * perSecond, runs]).toEqual([expect.closeTo(1000, 6), 2])
  })

  test('where BLIP has no room, none of it is measured, and the reason is told', async () => {
    const full = { reason: 'the disk is full', command: null }
    expect(await measureCycle(once, bare, () => Promise.resolve(full), noPhase)).toEqual({ missing: full })
  })

  test('a failure that made-up weights do not mend is told, with its command', async () => {
    const error = { _tag: 'MissingPackage', reward: 'lpips', package: 'it', install: 'npm i it' } as const
    const told = { reason: 'the package it is not installed', command: 'npm i it' }
    expect(await measureCycle(once, () => TE.left(error), noObstacle, noPhase)).toEqual({ missing: told })
    expect(await measureRecipes(once, () => TE.left(error), noPhase)).toEqual({ recipes: [], missing: told })
    const other = await measureRecipes(once, () => TE.left(missing('roberta-large')), noPhase)
    expect(other.missing?.command).toBe('get roberta-large')
  })

  test('the stages: images and answers side by side, and images alone', async () => {
    const { recipes } = await measureRecipes(once, bare, noPhase)
    expect(recipes?.map(({ id, samples, formula }) => [id, samples, formula])).toEqual([
      ['images/recipes corl/stage1, 8 images, 8 answers', 16, ['lpips']],
      ['images/recipes corl/stage2-generation, group of 8', 8, ['lpips']],
    ])
  })
})
