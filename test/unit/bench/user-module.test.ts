import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { QUICK } from '../../../src/cli/bench/job.js'
import { type Namespace, rewardOf, samplesOf, usableExports } from '../../../src/cli/bench/user-module.js'
import { work } from '../../../src/cli/bench/work.js'
import { score } from '../../../src/score.js'

const url = (name: string): string => pathToFileURL(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))).href
const load = async (name: string): Promise<Namespace> => (await import(/* @vite-ignore */ url(name))) as Namespace
const ignore = (): void => undefined

describe('usableExports', () => {
  test.each([
    ['reward.mjs', ['default']],
    ['function.mjs', ['default']],
    ['several.mjs', ['half', 'one']],
    ['commonjs.cjs', ['judge']],
    ['nothing.mjs', []],
  ])('%s exports %j', async (name, names) => {
    expect([...usableExports(await load(name))].sort()).toEqual(names)
  })
})

describe('rewardOf', () => {
  test('a Reward is taken as it is', async () => {
    const module = await load('reward.mjs')
    expect(rewardOf(module, 'default')).toBe(module['default'])
  })

  test('a function judges one sample', async () => {
    const module = await load('function.mjs')
    const reward = rewardOf(module, 'default')
    if (reward === undefined) return expect.unreachable()
    expect(await score(reward, samplesOf(module))).toMatchObject([{ value: 1 }, { value: 3 }])
  })

  test('what is neither is nothing', async () => {
    expect(rewardOf(await load('nothing.mjs'), 'answer')).toBeUndefined()
    expect(rewardOf({ default: { meta: null, score: ignore } }, 'default')).toBeUndefined()
  })
})

describe('samplesOf', () => {
  test('those of the module, also of a CommonJS one', async () => {
    expect(samplesOf(await load('function.mjs'))).toEqual([{ text: 'a' }, { text: 'abc' }])
    expect(samplesOf(await load('commonjs.cjs'))).toEqual([{ text: 'ab' }])
  })

  test('without any, samples with every field', async () => {
    const samples = samplesOf(await load('reward.mjs'))
    expect(samples.length).toBeGreaterThan(100)
    expect(samples[0]).toHaveProperty('completion')
    expect(samplesOf({ samples: [] })).toEqual(samples)
  })
})

describe('work, on a module', () => {
  test.each([
    ['throws.mjs', 'cannot be imported: no such weights'],
    ['nothing.mjs', /^expected a Reward, or a function .*, got exports answer$/],
  ])('%s: refused in words', async (name, message) => {
    await expect(work({ task: 'inspect', url: url(name) }, ignore)).rejects.toThrow(message)
  })

  test('inspect names the exports', async () => {
    expect(await work({ task: 'inspect', url: url('function.mjs') }, ignore)).toEqual(['default'])
  })

  const measure = (name: string) =>
    work(
      {
        task: 'measure',
        target: { kind: 'module', id: name, url: url(name), exported: 'default' },
        effort: { ...QUICK, batchSizes: [1, 8], singleMs: 2, batchMs: 2, warmupMs: 1, memorySamples: 100 },
        goldenFolder: '',
      },
      ignore,
    )

  test('a sound reward breaks no law', async () => {
    expect(await measure('reward.mjs')).toMatchObject({
      contract: { violations: [] },
      agreement: null,
      speed: { scaling: [{ batchSize: 1 }, { batchSize: 8 }] },
    })
  })

  test('a reward out of its range is found out', async () => {
    const { contract } = (await measure('wild.mjs')) as { contract: { violations: ReadonlyArray<{ law: string }> } }
    expect(contract.violations.map(({ law }) => law)).toEqual(expect.arrayContaining(['range', 'abort']))
  })

  test('NaN is a violation, though the interface has caught it', async () => {
    expect(await measure('nan.mjs')).toMatchObject({
      contract: { violations: [{ law: 'finite', sample: 1 }] },
      outcomes: { failed: 1 },
    })
  })
})
