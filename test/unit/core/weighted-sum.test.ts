import { describe, expect, it } from 'vitest'
import { constant, type Range, scored, type SkipRule, sum, weightedSum } from '../../../src/core/index.js'
import { always, type Answer, answers, echo, impossible, invalidOption, outcomes, owner, run } from './stub.js'

const ranged = (min: number, max: number) => echo('r', { min, max })
const of = (min: number, max: number): Range => ({ min, max })

describe('weightedSum', () => {
  it('adds, keeps the parts and names itself', async () => {
    const reward = weightedSum([
      [1, echo('a')],
      [-2, constant(0.25)],
      [0.5, constant(0.25)],
    ])
    expect(reward.meta).toMatchObject({
      name: 'a + -2*constant(0.25) + 0.5*constant(0.25)',
      range: of(-100.375, 99.625),
    })
    expect(await outcomes(reward, [4])).toStrictEqual([
      { ...scored(3.625), parts: { a: scored(4), 'constant(0.25)': scored(0.25), 'constant(0.25)#2': scored(0.25) } },
    ])
    expect(weightedSum([[1, echo('a')]], { name: 'x' }).meta.name).toBe('x')
  })

  it('of nothing skips every sample, under every rule', async () => {
    for (const skips of ['strict', 'trl', 'renormalize'] as const) {
      const reward = weightedSum([], { skips })
      expect(reward.meta).toMatchObject({ name: '', range: of(0, 0), parts: {} })
      expect(await outcomes(reward, [0])).toMatchObject([{ _tag: 'Skipped', reason: { code: 'all-parts-skipped' } }])
    }
  })

  it.each([NaN, Infinity, -Infinity])('a weight %d is Left and named', async (weight) => {
    const part = owner()
    const reward = weightedSum([
      [1, constant(1)],
      [weight, part],
      [NaN, part],
    ])
    expect(await run(reward, [0])).toEqual(
      invalidOption(`constant(1) + ${weight}*owner + NaN*owner`, 'weights[1]', 'a finite number', String(weight)),
    )
    expect(await run(weightedSum([[weight, part]], { name: 'w' }), [0])).toEqual(
      invalidOption('w', 'weights[0]', 'a finite number', String(weight)),
    )
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })

  describe('skips', () => {
    const batch: ReadonlyArray<Answer> = [2, 'skip', 'fail']

    it.each<[SkipRule | undefined, ReadonlyArray<number | string>]>([
      [undefined, [8, 'Skipped', 'Failed']],
      ['strict', [8, 'Skipped', 'Failed']],
      ['trl', [8, 6, 'Failed']],
      ['renormalize', [8, 8, 'Failed']],
    ])('%s', async (skips, expected) => {
      const parts = [
        [1, echo('a')],
        [3, constant(2)],
      ] as const
      expect(await answers(weightedSum(parts, skips === undefined ? {} : { skips }), batch)).toEqual(expected)
    })

    it('renormalize rescales by the sizes of the weights, whatever their sign', async () => {
      const parts = [
        [1, always('s', 'skip')],
        [-2, constant(0.5)],
        [1, constant(0.25)],
      ] as const
      // -0.75 (1 + 2 + 1) / (2 + 1)
      expect(await answers(weightedSum(parts, { skips: 'renormalize' }), [0])).toEqual([-1])
    })

    it('renormalize leaves a whole sum as it is, and skips where the parts present weigh nothing', async () => {
      const weightless = [
        [0, constant(1)],
        [0, constant(1)],
      ] as const
      expect(await answers(weightedSum(weightless, { skips: 'renormalize' }), [0])).toEqual([0])
      const parts = [
        [0, constant(1)],
        [1, echo('a')],
      ] as const
      expect(await outcomes(weightedSum(parts, { skips: 'renormalize' }), [2, 'skip'])).toMatchObject([
        { value: 2 },
        {
          _tag: 'Skipped',
          reason: { code: 'all-parts-skipped', message: 'the parts present all have weight 0' },
          parts: { 'constant(1)': { value: 1 }, a: { _tag: 'Skipped' } },
        },
      ])
    })
  })

  describe('range', () => {
    it.each([
      ['one', [[2, ranged(-1, 3)]], of(-2, 6), of(-2, 6), of(-2, 6)],
      ['negative weight', [[-2, ranged(-1, 3)]], of(-6, 2), of(-6, 2), of(-6, 2)],
      [
        'both above 0',
        [
          [1, ranged(1, 2)],
          [2, ranged(3, 4)],
        ],
        of(7, 10),
        of(1, 10),
        of(3, 12),
      ],
      [
        'both below 0',
        [
          [1, ranged(-2, -1)],
          [-1, ranged(3, 4)],
        ],
        of(-6, -4),
        of(-6, -1),
        of(-8, -2),
      ],
      [
        'mixed',
        [
          [1, ranged(-1, 2)],
          [1, ranged(3, 4)],
        ],
        of(2, 6),
        of(-1, 6),
        of(-2, 8),
      ],
      [
        'mixed, above',
        [
          [1, ranged(-5, -2)],
          [1, ranged(1, 4)],
        ],
        of(-4, 2),
        of(-5, 4),
        of(-10, 8),
      ],
      [
        'weight 0',
        [
          [0, ranged(5, 6)],
          [1, ranged(1, 2)],
        ],
        of(1, 2),
        of(0, 2),
        of(0, 2),
      ],
      [
        'unbounded',
        [
          [1, ranged(0, Infinity)],
          [0, ranged(-Infinity, 1)],
        ],
        of(0, Infinity),
        of(0, Infinity),
        of(0, Infinity),
      ],
    ] as const)('%s: strict, trl, renormalize', (_, parts, strict, trl, renormalize) => {
      expect(weightedSum(parts).meta.range).toEqual(strict)
      expect(weightedSum(parts, { skips: 'strict' }).meta.range).toEqual(strict)
      expect(weightedSum(parts, { skips: 'trl' }).meta.range).toEqual(trl)
      expect(weightedSum(parts, { skips: 'renormalize' }).meta.range).toEqual(renormalize)
    })
  })

  it('a sum too large for a number fails', async () => {
    const huge = always('h', 1e308, of(0, 1e308))
    expect(await outcomes(sum([huge, huge]), [0])).toMatchObject([{ _tag: 'Failed', error: { _tag: 'NonFinite' } }])
  })

  it('is Left where a part is, and owns its parts', async () => {
    expect(await run(sum([constant(1), impossible()]), [0])).toMatchObject({ left: { _tag: 'Unavailable' } })
    const part = owner()
    await weightedSum([[2, part]])[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})

describe('sum', () => {
  it('is the weighted sum with every weight 1', async () => {
    const reward = sum([echo('a'), constant(0.5)])
    expect(reward.meta).toMatchObject({ name: 'a + constant(0.5)', range: of(-99.5, 100.5) })
    expect(await answers(reward, [1, 'skip'])).toEqual([1.5, 'Skipped'])
  })

  it('takes the options of weightedSum', async () => {
    const reward = sum([echo('a'), constant(0.5)], { skips: 'renormalize', name: 's' })
    expect(reward.meta.name).toBe('s')
    expect(await answers(reward, [1, 'skip'])).toEqual([1.5, 1])
  })
})
