import { describe, expect, it } from 'vitest'
import { failed, type Outcome, scored, skipped } from '../../../src/core/index.js'
import { combine, composedMeta, partNames, scoreParts } from '../../../src/core/parts.js'
import { always, broken, impossible, skip, unit } from './stub.js'

const names = (...given: ReadonlyArray<string>): ReadonlyArray<string> =>
  partNames(given.map((name) => always(name, 1)))

describe('partNames', () => {
  it('numbers names that come again', () => {
    expect(names()).toEqual([])
    expect(names('a', 'b', 'a', 'a', 'b')).toEqual(['a', 'b', 'a#2', 'a#3', 'b#2'])
  })

  it('keeps clear of names that look numbered', () => {
    expect(names('a', 'a', 'a#2')).toEqual(['a', 'a#2', 'a#2#2'])
    expect(names('a#2', 'a', 'a')).toEqual(['a#2', 'a', 'a#3'])
  })

  it('takes any name', () =>
    expect(names('', '__proto__', '', 'constructor', '__proto__')).toEqual([
      '',
      '__proto__',
      '#2',
      'constructor',
      '__proto__#2',
    ]))
})

describe('composedMeta', () => {
  const part = (fields: ReadonlyArray<string>, deterministic = true) => ({
    ...always('p', 1),
    meta: { name: 'p', range: unit, fields, deterministic },
  })

  it('is deterministic where every part is', () => {
    expect(composedMeta([part([]), part([])]).deterministic).toBe(true)
    expect(composedMeta([part([]), part([], false)]).deterministic).toBe(false)
  })

  it('reads the fields of all parts, each named once; of none where one part declares none', () => {
    expect(composedMeta([part(['a', 'b']), part(['b', 'c'])]).fields).toEqual(['a', 'b', 'c'])
    expect(composedMeta([part(['a']), part([])]).fields).toEqual([])
    expect(composedMeta([]).fields).toEqual([])
  })

  it('lists the parts by the names outcomes carry, __proto__ too', () => {
    const { parts } = composedMeta([always('__proto__', 1), part(['a']), part(['b'])])
    expect(Object.entries(parts ?? {}).map(([name, { fields }]) => [name, fields])).toEqual([
      ['__proto__', []],
      ['p', ['a']],
      ['p#2', ['b']],
    ])
  })
})

describe('scoreParts', () => {
  it('is a column a part', async () =>
    expect(await scoreParts([always('a', 1), always('b', 'skip')], [0, 0], undefined)()).toEqual({
      _tag: 'Right',
      right: [
        [scored(1), scored(1)],
        [skip, skip],
      ],
    }))

  it('is Left where a part is, and hands the context on', async () => {
    expect(await scoreParts([always('a', 1), impossible()], [0], undefined)()).toMatchObject({
      left: { reward: 'gone' },
    })
    expect(await scoreParts([always('a', 1)], [0], { signal: AbortSignal.abort('no') })()).toMatchObject({
      left: { _tag: 'Aborted' },
    })
  })

  it('has all parts under way at once', async () => {
    const order: Array<string> = []
    const waiting = (name: string) => ({
      ...always(name, 1),
      score: (batch: ReadonlyArray<unknown>) => async () => {
        order.push(`${name} begins`)
        await new Promise((resolve) => setImmediate(resolve))
        order.push(`${name} ends`)
        return { _tag: 'Right' as const, right: batch.map(() => scored(1)) }
      },
    })
    await scoreParts([waiting('a'), waiting('b')], [0], undefined)()
    expect(order.slice(0, 2).sort()).toEqual(['a begins', 'b begins'])
  })
})

describe('combine', () => {
  const total = (outcomes: ReadonlyArray<Outcome>, rule: 'strict' | 'trl' | 'renormalize'): Outcome =>
    combine(
      outcomes.map((_, i) => `p${i}`),
      outcomes,
      rule,
      (present) => scored(present.reduce((sum, { index, value }) => sum + 10 ** index * value, 0)),
    )
  const rules = ['strict', 'trl', 'renormalize'] as const

  it.each(rules)('%s: nothing skipped, all are folded', (rule) =>
    expect(total([scored(1), scored(2)], rule)).toStrictEqual({
      ...scored(21),
      parts: { p0: scored(1), p1: scored(2) },
    }),
  )

  it.each(rules)('%s: the first failure fails the whole, before any skip', (rule) => {
    const other = failed({ _tag: 'Aborted', reason: 'x' })
    const parts = { p0: skip, p1: scored(1), p2: failed(broken), p3: other }
    expect(total(Object.values(parts), rule)).toStrictEqual({ ...failed(broken), parts })
  })

  it.each(rules)('%s: all skipped is skipped, with the first reason', (rule) => {
    const parts = { p0: skip, p1: skipped('missing-field', 'no gold') }
    expect(total(Object.values(parts), rule)).toStrictEqual({
      ...skipped('all-parts-skipped', 'p0: no picture'),
      parts,
    })
    expect(total([], rule)).toStrictEqual({ ...skipped('all-parts-skipped', 'there are no parts'), parts: {} })
  })

  it('strict: any skip skips the whole and is named', () => {
    const parts = { p0: scored(1), p1: skip }
    expect(total(Object.values(parts), 'strict')).toStrictEqual({ ...skipped('part-skipped', 'p1: no picture'), parts })
  })

  it.each(['trl', 'renormalize'] as const)('%s: the parts present are folded, by their index', (rule) => {
    const parts = { p0: skip, p1: scored(2) }
    expect(total(Object.values(parts), rule)).toStrictEqual({ ...scored(20), parts })
  })
})
