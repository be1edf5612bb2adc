import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../../src/core/index.js'
import { LAMBDA } from '../../../../src/presets/recipes/constants.js'
import { isChoice } from '../../../../src/presets/recipes/accuracy.js'
import { stage1, stage2Generation, stage2Mcq, stage2OpenEnded } from '../../../../src/presets/recipes/stages.js'
import { corlStages } from '../../../../src/presets/index.js'
import { score } from '../../../../src/score.js'
import type { Spy } from '../../core/stub.js'
import { loaded, said } from './fakes.js'

const terms = () => ({
  cycle: said('corl/cycle', 'cycle', ['image', 'reference', 'caption', 'prompt']),
  matching: said('text-image-matching', 'tim', ['imageTokens', 'textTokens'], { min: -1, max: 1 }),
  mcq: said('mcq', 'mcq', ['completion', 'answer', 'options']),
  openEnded: said('open-ended', 'oe', ['completion', 'answer']),
  format: said('format', 'layout', ['completion']),
})

const generated = { image: 'a.png', reference: 'b.png', prompt: 'a dog', imageTokens: [[1]], textTokens: [[1]] }
const generation = { ...generated, cycle: 0.75, tim: 0.5 }
const choice = { completion: 'B', answer: 'B', options: ['x', 'y'], mcq: 1, oe: 0, layout: 0.5 }
const open = { completion: 'red', answer: 'red', mcq: 0, oe: 0.25, layout: 1 }

const scoreAll = (reward: unknown, ...samples: ReadonlyArray<object>): Promise<ReadonlyArray<Outcome>> =>
  score(loaded(reward), samples)

const rowsOf = (spy: Spy<object>): number => spy.batches.flat().length

describe('stage 1', () => {
  it("has the paper's constants", () => {
    expect(LAMBDA).toBe(0.8)
    expect(corlStages).toEqual({
      unified: { groupSize: 8, kl: false, lambda: 0.8 },
      refined: { groupSize: 16, kl: true },
    })
  })

  it('a mixed batch is scored in one call, each sample by the terms of its kind', async () => {
    const parts = terms()
    const outcomes = await scoreAll(stage1(parts), generation, choice, open, { ...generation, ...choice })
    expect(outcomes.map((outcome) => outcome._tag === 'Scored' && outcome.value)).toEqual([
      0.75 + 0.5,
      0.8 * (1 + 0.5),
      expect.closeTo(0.8 * (0.25 + 1), 12),
      expect.closeTo(1.25 + 0.8 * 1.5, 12),
    ])
    expect([parts.cycle, parts.matching, parts.mcq, parts.openEnded, parts.format].map(rowsOf)).toEqual([2, 2, 2, 1, 3])
    expect(parts.cycle.batches).toHaveLength(1)
  })

  it('shows every term, those of the other kind as skipped', async () => {
    const [first, second, third] = await scoreAll(stage1(terms()), generation, choice, open)
    const elsewhere = { _tag: 'Skipped', reason: { code: 'not-applicable' } }
    expect(first?.parts).toMatchObject({
      R_cycle: { value: 0.75 },
      R_TIM: { value: 0.5 },
      R_Acc: elsewhere,
      R_Format: elsewhere,
    })
    expect(second?.parts).toMatchObject({
      R_cycle: elsewhere,
      R_TIM: elsewhere,
      R_Acc: { value: 1, parts: { R_MCQ: { value: 1 }, R_OE: elsewhere } },
      R_Format: { value: 0.5 },
    })
    expect(third?.parts).toMatchObject({ R_Acc: { value: 0.25, parts: { R_MCQ: elsewhere, R_OE: { value: 0.25 } } } })
  })

  it.each([
    ['image', { ...generation, image: null, caption: 'a dog' }],
    ['reference', { ...generation, reference: undefined }],
    ['prompt', { ...generation, prompt: null }],
    ['imageTokens', { ...generation, imageTokens: undefined }],
    ['textTokens', { ...generation, textTokens: null }],
    ['answer', { ...choice, answer: null }],
    ['answer', { ...generation, completion: null, layout: 0 }],
    ['image', { prompt: 'neither kind' }],
    ['image', { image: null, caption: null, answer: 'B' }],
  ])('%s that is missing fails its sample', async (field, sample) => {
    const [outcome, beside] = await scoreAll(stage1(terms()), sample, generation)
    expect(outcome).toMatchObject({ _tag: 'Failed', error: { _tag: 'MissingField', reward: 'corl/stage1', field } })
    expect(beside).toMatchObject({ value: 1.25 })
  })

  it('a term is not run for a sample that lacks what it reads', async () => {
    const parts = terms()
    await scoreAll(stage1(parts), { ...generation, prompt: null })
    expect(rowsOf(parts.cycle)).toBe(0)
  })

  it('completion null is an answer: the policy wrote nothing', async () => {
    const [outcome] = await scoreAll(stage1(terms()), { completion: null, answer: 'red', oe: 0, layout: 0 })
    expect(outcome).toMatchObject({ value: 0 })
  })

  it('a term of its own kind that is skipped skips the sample, which never comes out smaller', async () => {
    const outcomes = await scoreAll(
      stage1(terms()),
      { ...choice, mcq: 'unreadable' },
      { ...generation, tim: 'skip' },
      { ...generation, ...choice, mcq: 'unreadable' },
    )
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Skipped', 'Skipped', 'Skipped'])
    expect(outcomes[2]).toMatchObject({ reason: { code: 'part-skipped', message: 'R_Acc: R_MCQ: no mcq' } })
  })

  it.each(['', ' \n', '<answer></answer>', '<think>x</think><answer> </answer>', '<think></think>'])(
    'an empty gold answer %j skips the sample, whatever its term makes of it',
    async (answer) => {
      const outcomes = await scoreAll(stage1(terms()), { ...open, answer }, { ...choice, answer }, open)
      const skip = { _tag: 'Skipped', reason: { code: 'part-skipped' } }
      expect(outcomes).toMatchObject([skip, skip, { _tag: 'Scored' }])
      const EMPTY = { _tag: 'Skipped', reason: { code: 'unreadable-gold', message: 'the gold answer is empty' } }
      expect(outcomes[0]).toMatchObject({ parts: { R_Acc: { parts: { R_OE: EMPTY } } } })
      expect(outcomes[1]).toMatchObject({ parts: { R_Acc: { parts: { R_MCQ: EMPTY } } } })
      const [single] = await scoreAll(stage2OpenEnded(terms()), { ...open, answer })
      expect(single).toMatchObject({ ...skip, parts: { R_OE: EMPTY } })
      expect((await scoreAll(stage2Mcq(terms()), { ...choice, answer }))[0]).toMatchObject(skip)
    },
  )

  it('what an empty gold answer was held against may fail all the same', async () => {
    const [outcome] = await scoreAll(stage1(terms()), { ...open, answer: '', oe: 'fail' })
    expect(outcome).toMatchObject({ _tag: 'Failed' })
  })

  it('a term that fails fails the sample', async () => {
    const outcomes = await scoreAll(stage1(terms()), { ...choice, layout: 'fail' }, { ...generation, cycle: 'fail' })
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Failed', 'Failed'])
  })

  it('its range is what a sample of either kind, or of both, can reach', () => {
    expect(stage1(terms()).meta.range).toEqual({ min: -1, max: 3.6 })
    expect(stage1(terms(), 2).meta.range).toEqual({ min: -1, max: 6 })
    expect(stage1(terms(), -1).meta.range).toEqual({ min: -3, max: 2 })
    const cycle = said('corl/cycle', 'cycle', [], { min: -Infinity, max: 2 })
    expect(stage1({ ...terms(), cycle }).meta.range).toEqual({ min: -Infinity, max: 4.6 })
    const far = said('x', 'x', [], { min: 2, max: 3 })
    expect(stage1({ ...terms(), cycle: far, matching: far }).meta.range).toEqual({ min: 0, max: 7.6 })
  })

  it('lambda weighs the terms of understanding alone', async () => {
    const outcomes = await scoreAll(stage1(terms(), 0.5), generation, choice)
    expect(outcomes).toMatchObject([{ value: 1.25 }, { value: 0.75 }])
  })

  it('what is no object, or cannot be read, fails by itself', async () => {
    const refuse = (): never => {
      throw new Error('unreadable')
    }
    const samples = [null, 7, 'text', new Proxy({}, { get: refuse, has: refuse }), choice] as ReadonlyArray<object>
    const outcomes = await scoreAll(stage1(terms()), ...samples)
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Failed', 'Failed', 'Failed', 'Failed', 'Scored'])
  })
})

describe('stage 2', () => {
  it('generation: R_cycle + R_TIM', async () => {
    const reward = stage2Generation(terms())
    expect(reward.meta).toMatchObject({ name: 'corl/stage2-generation', range: { min: -1, max: 2 } })
    const outcomes = await scoreAll(reward, generation, { ...generation, textTokens: null })
    expect(outcomes).toMatchObject([
      { value: 1.25, parts: { R_cycle: { value: 0.75 }, R_TIM: { value: 0.5 } } },
      { _tag: 'Failed', error: { _tag: 'MissingField', field: 'textTokens' } },
    ])
  })

  it('multiple choice: R_MCQ + R_Format', async () => {
    const reward = stage2Mcq(terms())
    expect(reward.meta).toMatchObject({ name: 'corl/stage2-mcq', range: { min: 0, max: 2 } })
    const outcomes = await scoreAll(reward, choice, { ...choice, answer: null }, { ...choice, mcq: 'unreadable' })
    expect(outcomes).toMatchObject([
      { value: 1.5, parts: { R_MCQ: { value: 1 }, R_Format: { value: 0.5 } } },
      { _tag: 'Failed', error: { _tag: 'MissingField', field: 'answer' } },
      { _tag: 'Skipped', reason: { code: 'part-skipped' } },
    ])
  })

  it('open-ended: R_OE + R_Format', async () => {
    const reward = stage2OpenEnded(terms())
    expect(reward.meta).toMatchObject({ name: 'corl/stage2-open-ended', range: { min: 0, max: 2 } })
    expect(await scoreAll(reward, open)).toMatchObject([
      { value: 1.25, parts: { R_OE: { value: 0.25 }, R_Format: { value: 1 } } },
    ])
  })
})

describe('isChoice', () => {
  it.each([
    { options: ['a', 'b'] },
    { options: { A: 'a' } },
    { answer: 'B' },
    { answer: ' b ' },
    { answer: '(C)' },
    { answer: 'D.' },
    { answer: '<think>x</think><answer>A</answer>' },
  ])('%j is of multiple choice', (sample) => {
    expect(isChoice(sample)).toBe(true)
  })

  it.each([
    {},
    { options: [] },
    { options: {} },
    { options: {}, answer: 'red' },
    { options: ' ', answer: 'red' },
    { options: null, answer: 'red' },
    { answer: '4' },
    { answer: 'AB' },
    { answer: 7 },
    { answer: null },
  ])('%j is not', (sample) => {
    expect(isChoice(sample)).toBe(false)
  })
})
