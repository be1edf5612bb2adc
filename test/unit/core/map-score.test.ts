import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import {
  clamp,
  fromPointwise,
  mapScore,
  named,
  normalize,
  type Range,
  type Reward,
  scale,
  scored,
} from '../../../src/core/index.js'
import { always, type Answer, answers, echo, invalidOption, outcomes, owner, run, unit } from './stub.js'

const range = (min: number, max: number): Range => ({ min, max })

describe('mapScore', () => {
  it('declares the range it is given, a name, and the reward as its part', () => {
    const reward = mapScore(echo('a'), Math.abs, { range: range(0, 9) })
    expect(reward.meta).toMatchObject({ name: 'map(a)', range: range(0, 9), parts: { a: { name: 'a' } } })
    expect(mapScore(echo('a'), Math.abs, { range: unit, name: 'm' }).meta.name).toBe('m')
  })

  it('maps scores; skips and failures stay; the score before is a part', async () => {
    const reward = mapScore(echo('a'), (value) => value + 1, { range: range(0, 9) })
    expect(await outcomes(reward, [2, 'skip', 'fail'])).toMatchObject([
      { _tag: 'Scored', value: 3, parts: { a: { _tag: 'Scored', value: 2 } } },
      { _tag: 'Skipped', reason: { code: 'not-applicable' }, parts: { a: { _tag: 'Skipped' } } },
      { _tag: 'Failed', error: { _tag: 'MissingField' }, parts: { a: { _tag: 'Failed' } } },
    ])
  })

  it('NaN, infinity, a value out of range or an exception fails its sample alone', async () => {
    const map = (value: number): number => {
      if (value === 3) throw new Error('three')
      return [NaN, Infinity, 5][value] ?? 0.5
    }
    expect(await outcomes(mapScore(echo('a'), map, { range: unit }), [0, 1, 2, 3, 4])).toMatchObject([
      { error: { _tag: 'NonFinite', reward: 'map(a)' }, parts: { a: { value: 0 } } },
      { error: { _tag: 'NonFinite' }, parts: { a: { value: 1 } } },
      { error: { _tag: 'OutOfRange', value: 5 }, parts: { a: { value: 2 } } },
      { error: { _tag: 'Unexpected', reward: 'map(a)', message: 'three' }, parts: { a: { value: 3 } } },
      { value: 0.5 },
    ])
  })
})

it('mapScore owns the reward', async () => {
  const part = owner()
  await mapScore(part, Math.abs, { range: unit })[Symbol.asyncDispose]?.()
  expect(part.ends()).toBe(1)
})

describe('scale', () => {
  it('multiplies value and range, and names itself', async () => {
    const reward = scale(echo('a', range(-1, 2)), -2)
    expect(reward.meta).toMatchObject({ name: '-2*a', range: range(-4, 2) })
    expect(await answers(reward, [2, -1, 'skip'] as Answer[])).toEqual([-4, 2, 'Skipped'])
    expect(scale(echo('a', range(0, Infinity)), 0).meta.range).toEqual(range(0, 0))
  })

  it.each([NaN, Infinity, -Infinity])('by %d is Left', async (factor) => {
    const part = owner()
    const reward = scale(part, factor)
    expect(await run(reward, [0])).toEqual(invalidOption('scale', 'factor', 'a finite number', String(factor)))
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})

describe('clamp', () => {
  it('keeps values within, and the range with them', async () => {
    const reward = clamp(echo('a', range(-10, 0.75)), -1, 1)
    expect(reward.meta).toMatchObject({ name: 'clamp(a)', range: range(-1, 0.75) })
    expect(await answers(reward, [-10, -1, 0.5, 'fail'] as Answer[])).toEqual([-1, -1, 0.5, 'Failed'])
    expect(clamp(echo('a', range(-Infinity, Infinity)), 0, 2).meta.range).toEqual(range(0, 2))
    expect(clamp(echo('a', range(5, 6)), 0, 2).meta.range).toEqual(range(2, 2))
    expect(await answers(clamp(echo('a', range(0, 9)), 0, 2), [9])).toEqual([2])
    expect(await answers(clamp(echo('a', range(0, 9)), 2, 2), [9, 0])).toEqual([2, 2])
  })

  it.each([
    [NaN, 1, 'lo', 'a finite number', 'NaN'],
    [-Infinity, 1, 'lo', 'a finite number', '-Infinity'],
    [0, Infinity, 'hi', 'a finite number', 'Infinity'],
    [0, NaN, 'hi', 'a finite number', 'NaN'],
    [1, 0, 'hi', 'at least lo (1)', '0'],
  ])('to [%d, %d] is Left', async (lo, hi, option, expected, received) => {
    const part = owner()
    const reward = clamp(part, lo, hi)
    expect(reward.meta.name).toBe('clamp')
    expect(await run(reward, [0])).toEqual(invalidOption('clamp', option, expected, received))
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})

describe('normalize', () => {
  it('moves the range to [0, 1]', async () => {
    const reward = normalize(echo('a', range(-1, 3)))
    expect(reward.meta).toMatchObject({ name: 'normalize(a)', range: range(0, 1) })
    expect(await answers(reward, [-1, 0, 1, 3, 'skip'] as Answer[])).toEqual([0, 0.25, 0.5, 1, 'Skipped'])
  })

  it('stays in [0, 1] where rounding was forgiven', async () =>
    expect(await answers(normalize(echo('a', unit)), [-1e-10, 1 + 1e-10])).toEqual([0, 1]))

  it.each([
    [0, Infinity],
    [-Infinity, 0],
    [1, 1],
    [2, 1],
    [-1e308, 1e308],
  ])('of a range [%d, %d] is Left', async (min, max) => {
    const part = owner()
    const reward = normalize({ ...part, meta: { ...part.meta, range: range(min, max) } })
    expect(reward.meta.name).toBe('normalize')
    expect(await run(reward, [0])).toEqual(
      invalidOption('normalize', 'owner', 'a reward with a finite range', `[${min}, ${max}]`),
    )
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})

describe('named', () => {
  it('changes the name and nothing else', async () => {
    const inner = fromPointwise<number>({ name: 'a', range: unit, fields: ['n'], deterministic: false }, (n) =>
      scored(n, { n }),
    )
    const reward = named(inner, '__proto__')
    expect(reward.meta).toStrictEqual({ ...inner.meta, name: '__proto__' })
    expect(await outcomes(reward, [1])).toStrictEqual([scored(1, { n: 1 })])
    expect(
      await outcomes(
        mapScore(reward, (n) => n, { range: unit }),
        [1],
      ),
    ).toMatchObject([{ value: 1 }])
    expect(Symbol.asyncDispose in reward).toBe(false)
  })

  it('takes an instance of a class, whose methods are on the prototype', async () => {
    class Own implements Reward<unknown> {
      readonly meta = always('own', 1).meta
      readonly #value = 0.5
      score(batch: ReadonlyArray<unknown>) {
        return TE.right(batch.map(() => scored(this.#value)))
      }
    }
    expect(await answers(named(new Own(), 'mine'), [0])).toEqual([0.5])
  })

  it('owns what it names, and hands the context on', async () => {
    const part = owner()
    await named(part, 'x')[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
    expect(await run(named(always('a', 1), 'x'), [0], { signal: AbortSignal.abort('no') })).toMatchObject({
      left: { _tag: 'Aborted' },
    })
  })
})
