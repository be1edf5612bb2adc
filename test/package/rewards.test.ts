import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { LOAD_PLANNED, SCORE_ALL } from './programs.js'
import { answer, program } from './run.js'

const TEXT_REWARDS = [
  'format', 'format-tags', 'think-format', 'mcq', 'open-ended', 'exact', 'containment', 'answer-in-caption',
  'length-cosine', 'repetition', 'overlong', 'spice', 'text-image-matching', 'corl/stage2-mcq', 'corl/stage2-open-ended',
] // prettier-ignore

const bytes = (entry: string): number => {
  const stats = statSync(entry)
  return stats.isDirectory()
    ? readdirSync(entry).reduce((sum, name) => sum + bytes(path.join(entry, name)), 0)
    : stats.size
}

const judged = (outcomes: object): ReadonlyArray<string> =>
  Object.entries<any>(outcomes).flatMap(([id, { _tag, value }]) =>
    _tag === 'Scored' && Number.isFinite(value) ? [id] : [],
  )

it('a default install scores with every reward, those of images too', () => {
  const outcomes = answer(program(inject('full'), 'mjs', SCORE_ALL))
  expect(judged(outcomes)).toEqual(Object.keys(outcomes))
  expect(judged(outcomes)).toEqual(
    expect.arrayContaining([
      ...TEXT_REWARDS,
      'lpips',
      'ssim',
      'recaption',
      'corl/cycle',
      'corl/cycle-lite',
      'corl/stage1',
    ]),
  )
})

it('an install without optional packages scores with every text reward, and says what the others need', () => {
  const outcomes = answer(program(inject('lean'), 'mjs', SCORE_ALL))
  expect([...judged(outcomes)].sort()).toEqual([...TEXT_REWARDS].sort())
  expect(outcomes).toMatchObject({
    lpips: { _tag: 'MissingPackage', package: 'onnxruntime-node', install: 'npm install onnxruntime-node' },
    ssim: { _tag: 'MissingPackage', package: 'sharp', install: 'npm install sharp' },
    recaption: { _tag: 'MissingPackage', package: 'sharp', install: 'npm install sharp' },
    'corl/cycle': { _tag: 'MissingPackage', package: 'onnxruntime-node' },
    'corl/stage1': { _tag: 'MissingPackage', package: 'onnxruntime-node' },
    'corl/stage2-generation': { _tag: 'MissingPackage', package: 'onnxruntime-node' },
  })
})

describe('--omit=optional install', () => {
  it('stays under 20 MB, and the data of SPICE under 9 MB', () => {
    const packages = path.join(inject('lean'), 'node_modules')
    const data = bytes(path.join(packages, 'corl-rewards/data'))
    const size = bytes(packages) - data
    console.log(`--omit=optional install: ${(size / 1e6).toFixed(1)} MB, and ${(data / 1e6).toFixed(1)} MB of data`)
    expect(size).toBeLessThan(20e6)
    expect(data).toBeLessThan(9e6)
  })

  it('answers Left for a reward that comes later', () => {
    const errors = answer(program(inject('lean'), 'mjs', LOAD_PLANNED))
    for (const [id, error] of Object.entries<any>(errors)) {
      expect([id, error._tag]).toEqual([id, expect.stringMatching(/^(MissingPackage|Unavailable)$/)])
    }
  })
})
