import { describe, expect, it } from 'vitest'
import { constant, product, type Range, scored } from '../../../src/core/index.js'
import { always, type Answer, answers, echo, impossible, outcomes, owner, run } from './stub.js'

const ranged = (min: number, max: number) => echo('r', { min, max })
const of = (min: number, max: number): Range => ({ min, max })

describe('product', () => {
  it('multiplies, keeps the parts and names itself', async () => {
    const reward = product([echo('a'), constant(0.5), constant(0.5)])
    expect(reward.meta).toMatchObject({ name: '(a) * (constant(0.5)) * (constant(0.5))', range: of(-25, 25) })
    expect(await outcomes(reward, [4])).toStrictEqual([
      { ...scored(1), parts: { a: scored(4), 'constant(0.5)': scored(0.5), 'constant(0.5)#2': scored(0.5) } },
    ])
    expect(product([echo('a')], { name: 'x' }).meta.name).toBe('x')
  })

  it('of nothing skips every sample', async () => {
    const reward = product([])
    expect(reward.meta).toMatchObject({ name: '', range: of(0, 0), parts: {} })
    expect(await outcomes(reward, [0])).toMatchObject([{ _tag: 'Skipped', reason: { code: 'all-parts-skipped' } }])
  })

  it.each([
    [[ranged(2, 3)], of(2, 3), of(2, 3)],
    [[ranged(2, 3), ranged(-1, 5)], of(-3, 15), of(-3, 15)],
    [[ranged(2, 3), ranged(4, 5)], of(8, 15), of(2, 15)],
    [[ranged(0.5, 0.75), ranged(0.5, 0.5)], of(0.25, 0.375), of(0.25, 0.75)],
    [[ranged(-2, -1), ranged(-3, -2)], of(2, 6), of(-3, 6)],
    [[ranged(-2, -1), ranged(-3, -2), ranged(2, 2)], of(4, 12), of(-6, 12)],
    [[ranged(-0.5, -0.25), ranged(9, 10), ranged(0, 0)], of(0, 0), of(-5, 10)],
  ])('range %#: strict, then trl', (parts, strict, trl) => {
    expect(product(parts).meta.range).toEqual(strict)
    expect(product(parts, { skips: 'strict' }).meta.range).toEqual(strict)
    expect(product(parts, { skips: 'trl' }).meta.range).toEqual(trl)
  })

  it('skips by the rule, fails with the first failure', async () => {
    const batch: ReadonlyArray<Answer> = [2, 'skip', 'fail']
    expect(await answers(product([echo('a'), constant(3)]), batch)).toEqual([6, 'Skipped', 'Failed'])
    expect(await answers(product([echo('a'), constant(3)], { skips: 'trl' }), batch)).toEqual([6, 3, 'Failed'])
  })

  it('a product too large for a number fails, also times 0', async () => {
    const huge = always('h', 1e200, of(0, 1e300))
    expect(await outcomes(product([huge, huge]), [0])).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'NonFinite', value: Infinity } },
    ])
    expect(await answers(product([huge, huge, constant(0)]), [0])).toEqual(['Failed'])
  })

  it('is Left where a factor is, and owns its factors', async () => {
    expect(await run(product([constant(1), impossible()]), [0])).toMatchObject({ left: { _tag: 'Unavailable' } })
    const part = owner()
    await product([part, part])[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})
