import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fromPointwise } from '../../../src/core/from-pointwise.js'
import { fromSpec } from '../../../src/presets/index.js'
import { left, right } from './right.js'

/** What was loaded with which options, and what was freed, by name. */
const { loads, freed, fail } = vi.hoisted(() => ({
  loads: new Map<string, unknown>(),
  freed: [] as Array<string>,
  fail: new Set<string>(),
}))

const loading = (name: string) => (options: unknown) => {
  loads.set(name, options)
  if (fail.has(name)) return TE.left({ _tag: 'MissingModel', reward: name, model: name, install: 'get it' })
  return TE.of({
    ...fromPointwise<object>({ name, range: { min: 0, max: 1 }, fields: ['caption', 'prompt'] }, () => 0.5),
    caption: () => TE.of([]),
    deterministic: true,
    name,
    [Symbol.asyncDispose]: async () => {
      freed.push(name)
    },
  })
}

vi.mock('../../../src/adapters/onnx/lpips/load-lpips.js', () => ({ loadLpips: loading('lpips') }))
vi.mock('../../../src/adapters/onnx/blip/load-blip.js', () => ({ loadBlip: loading('blip') }))
vi.mock('../../../src/adapters/onnx/bert-score/load-bert-score.js', () => ({ loadBertScore: loading('bert-score') }))

const everything = { isInstalled: () => true }

beforeEach(() => {
  loads.clear()
  freed.length = 0
  fail.clear()
})

describe('what is loaded', () => {
  it("the paper's cycle: LPIPS and BLIP with their options, SPICE judges", async () => {
    const watched: Array<unknown> = []
    const context = {
      ...everything,
      modelDir: '/models',
      watchSpice: (options: object) => (watched.push(options), () => {}),
    }
    const spec = { 'corl/cycle': { lpips: { net: 'alex' }, blip: { precision: 'int8' } } }
    const { meta } = right(await fromSpec(spec, context)())
    expect(Object.keys(meta.parts ?? {})).toEqual(['R_LPIPS', 'R_SPICE'])
    expect(loads.get('lpips')).toMatchObject({ variant: 'paper', net: 'alex', modelDir: '/models' })
    expect(loads.get('blip')).toEqual({ precision: 'int8', modelDir: '/models' })
    expect(watched).toEqual([{}])
  })

  it('the released cycle: LPIPS and BERTScore as ULM-R1 ran them, captions of 50 tokens', async () => {
    const { meta } = right(await fromSpec({ 'corl/cycle': { variant: 'released' } }, everything)())
    expect(Object.keys(meta.parts ?? {})).toEqual(['R_LPIPS', 'R_BERTScore'])
    expect(loads.get('lpips')).toMatchObject({ variant: 'released' })
    expect(loads.get('bert-score')).toMatchObject({ variant: 'released' })
    expect(loads.get('blip')).toEqual({ maxNewTokens: 50 })
  })

  it.each(['spice', { spice: { categories: true } }])(
    'released, %j judging: its F, captions of 30 tokens',
    async (judge) => {
      const watched: Array<unknown> = []
      const context = { ...everything, watchSpice: (options: object) => (watched.push(options), () => {}) }
      right(await fromSpec({ 'corl/cycle': { variant: 'released', judge } }, context)())
      expect(watched).toEqual([{ variant: 'released', ...(typeof judge === 'object' ? judge.spice : {}) }])
      expect(loads.get('blip')).toEqual({ maxNewTokens: 30 })
      expect(loads.has('bert-score')).toBe(false)
    },
  )

  it('options that are given come before those of the variant', async () => {
    const judge = { spice: { variant: 'clamped' } }
    const options = { variant: 'released', judge, blip: { maxNewTokens: 9 }, lpips: { variant: 'paper' } }
    const { meta } = right(await fromSpec({ 'corl/cycle': options }, everything)())
    expect(meta.parts?.['R_SPICE']?.range).toEqual({ min: 0, max: 1 })
    expect(loads.get('blip')).toEqual({ maxNewTokens: 9 })
    expect(loads.get('lpips')).toMatchObject({ variant: 'paper' })
  })

  it('recaption alone: BLIP with the decoder of its own defaults', async () => {
    right(await fromSpec('recaption', everything)())
    expect(loads.get('blip')).toEqual({})
  })
})

describe('what is freed', () => {
  const released = { variant: 'released' } as const

  it.each([
    ['corl/cycle', { 'corl/cycle': released }],
    ['corl/stage1', { 'corl/stage1': { cycle: released } }],
    ['corl/stage2-generation', { 'corl/stage2-generation': { cycle: released } }],
    ['a judge that is given', { 'corl/cycle': { judge: { 'bert-score': {} } } }],
  ])('%s: every part once, however often it is disposed of', async (_, spec) => {
    const reward = right(await fromSpec(spec, everything)())
    expect(freed).toEqual([])
    await reward[Symbol.asyncDispose]?.()
    await reward[Symbol.asyncDispose]?.()
    expect(freed.sort()).toEqual(['bert-score', 'blip', 'lpips'])
  })

  it.each([
    ['lpips', { 'corl/cycle': released }, []],
    ['bert-score', { 'corl/cycle': released }, ['lpips']],
    ['blip', { 'corl/cycle': released }, ['bert-score', 'lpips']],
    ['blip', { 'corl/stage1': { cycle: released } }, ['bert-score', 'lpips']],
    ['blip', { 'corl/cycle': { judge: 'bert-score' } }, ['bert-score', 'lpips']],
    ['blip', { recaption: { judge: 'bert-score' } }, ['bert-score']],
    ['lpips', { 'corl/cycle': { judge: 'bert-score' } }, ['bert-score']],
  ])('where %s does not load in %j, what was loaded before', async (name, spec, expected) => {
    fail.add(name)
    expect(left(await fromSpec(spec, everything)())).toMatchObject({ _tag: 'MissingModel', model: name })
    expect(freed.sort()).toEqual(expected)
  })

  it('a second part that does not load frees a whole recipe', async () => {
    expect(left(await fromSpec({ sum: [{ 'corl/cycle': released }, 'math'] }, everything)())).toMatchObject({
      reward: 'math',
    })
    expect(freed.sort()).toEqual(['bert-score', 'blip', 'lpips'])
  })
})
