import { describe, expect, it } from 'vitest'
import { constant, fromPointwise, gate, scored } from '../../../src/core/index.js'
import {
  always,
  type Answer,
  answers,
  echo,
  impossible,
  invalidOption,
  outcomes,
  owner,
  run,
  spy,
  unit,
} from './stub.js'

describe('gate', () => {
  it('has a name, both parts, and the range of the reward, widened by otherwise', () => {
    const [a, b] = [always('a', 1), echo('b', { min: 2, max: 3 })]
    expect(gate(a, b).meta).toMatchObject({ name: 'gate(a, b)', range: { min: 2, max: 3 } })
    expect(Object.keys(gate(a, b).meta.parts ?? {})).toEqual(['a', 'b'])
    expect(gate(a, b, { otherwise: 0 }).meta.range).toEqual({ min: 0, max: 3 })
    expect(gate(a, b, { otherwise: 5, name: 'g' }).meta).toMatchObject({ name: 'g', range: { min: 2, max: 5 } })
  })

  it('runs the reward only where the condition reaches the threshold, by default the top of its range', async () => {
    const reward = spy(constant(0.25))
    const gated = gate(echo('c', unit), reward)
    expect(await answers(gated, [1, 0.99, 0, 1])).toEqual([0.25, 'Skipped', 'Skipped', 0.25])
    expect(reward.batches).toEqual([[1, 1]])
    expect(await answers(gate(echo('c', unit), reward, { threshold: 0.5 }), [0.5, 0.49])).toEqual([0.25, 'Skipped'])
  })

  it('says why it is closed, and keeps the parts that ran', async () => {
    expect(await outcomes(gate(echo('c', unit), constant(2)), [0, 1])).toStrictEqual([
      {
        _tag: 'Skipped',
        reason: { code: 'gate-closed', message: 'c is 0, below 1' },
        parts: { c: scored(0) },
      },
      { ...scored(2), parts: { c: scored(1), 'constant(2)': scored(2) } },
    ])
  })

  it('gives otherwise where one is set, 0 too', async () => {
    expect(await outcomes(gate(echo('c', unit), constant(2), { otherwise: 0 }), [0.5])).toStrictEqual([
      { ...scored(0), parts: { c: scored(0.5) } },
    ])
  })

  it('a condition that is skipped or fails is handed on, otherwise or not', async () => {
    for (const options of [{}, { otherwise: 0 }])
      expect(await outcomes(gate(echo('c', unit), constant(1), options), ['skip', 'fail'] as Answer[])).toMatchObject([
        { _tag: 'Skipped', reason: { code: 'not-applicable' }, parts: { c: { _tag: 'Skipped' } } },
        { _tag: 'Failed', error: { _tag: 'MissingField' }, parts: { c: { _tag: 'Failed' } } },
      ])
  })

  it('what the reward says stands, with its detail', async () => {
    const detailed = fromPointwise({ name: 'd', range: unit }, () => scored(1, { letter: 'B' }))
    expect(await outcomes(gate(constant(1), detailed), [0])).toMatchObject([{ detail: { letter: 'B' } }])
    expect(await answers(gate(constant(1), always('s', 'skip')), [0])).toEqual(['Skipped'])
    expect(await answers(gate(constant(1), always('f', 'fail')), [0])).toEqual(['Failed'])
  })

  it('tells equal names apart, and takes __proto__ for one', async () => {
    expect(await outcomes(gate(constant(1), constant(1)), [0])).toMatchObject([
      { parts: { 'constant(1)': { value: 1 }, 'constant(1)#2': { value: 1 } } },
    ])
    const [outcome] = await outcomes(gate(always('__proto__', 1), always('b', 1)), [0])
    expect(Object.keys(outcome?.parts ?? {})).toEqual(['__proto__', 'b'])
  })

  it('an option that is not finite is Left, and so is an unbounded condition without a threshold', async () => {
    const open = echo('open', { min: 0, max: Infinity })
    const expected = 'a finite number'
    expect(await run(gate(open, constant(1)), [0])).toEqual(invalidOption('gate', 'threshold', expected, 'Infinity'))
    expect(await answers(gate(open, constant(1), { threshold: 3 }), [3])).toEqual([1])
    expect(await run(gate(always('c', 1), constant(1), { threshold: NaN }), [0])).toEqual(
      invalidOption('gate', 'threshold', expected, 'NaN'),
    )
    const infinite = gate(always('c', 1), constant(1), { otherwise: -Infinity })
    expect(await run(infinite, [0])).toEqual(invalidOption('gate', 'otherwise', expected, '-Infinity'))
    expect(infinite.meta.name).toBe('gate(c, constant(1))')
  })

  it('is Left where the condition is, or the reward for samples that passed', async () => {
    expect(await run(gate(impossible(), constant(1), { threshold: 1 }), [0])).toMatchObject({ _tag: 'Left' })
    expect(await run(gate(constant(1), impossible()), [0])).toMatchObject({ _tag: 'Left' })
    expect(await answers(gate(constant(0), impossible(), { threshold: 1 }), [0])).toEqual(['Skipped'])
  })

  it('owns both, rejected or not', async () => {
    for (const options of [{}, { threshold: NaN }]) {
      const [a, b] = [owner(), owner()]
      await gate(a, b, options)[Symbol.asyncDispose]?.()
      expect([a.ends(), b.ends()]).toEqual([1, 1])
    }
  })
})
