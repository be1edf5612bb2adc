import { describe, expect, it } from 'vitest'
import { failed, fallback, fromPointwise, scored } from '../../../src/core/index.js'
import {
  always,
  type Answer,
  answers,
  broken,
  echo,
  impossible,
  outcomes,
  owner,
  run,
  skip,
  spy,
  unit,
} from './stub.js'

const batch: ReadonlyArray<Answer> = [0.5, 'skip', 'fail']

describe('fallback', () => {
  it('has a name, a range that holds both and both parts', () => {
    const reward = fallback(echo('a', { min: -1, max: 0.5 }), echo('b', { min: 0, max: 1 }))
    expect(reward.meta).toMatchObject({ name: 'fallback(a, b)', range: { min: -1, max: 1 } })
    expect(Object.keys(reward.meta.parts ?? {})).toEqual(['a', 'b'])
    expect(fallback(echo('a'), echo('b'), { name: 'f' }).meta.name).toBe('f')
  })

  it.each([
    [undefined, [0.5, 'Skipped', 0.1], 1],
    ['failed', [0.5, 'Skipped', 0.1], 1],
    ['skipped', [0.5, 0.1, 'Failed'], 1],
    ['both', [0.5, 0.1, 0.1], 2],
  ] as const)('on: %s', async (on, expected, asked) => {
    const second = spy(always('b', 0.1))
    const reward = fallback(echo('a'), second, on === undefined ? {} : { on })
    expect(await answers(reward, batch)).toEqual(expected)
    expect(second.batches.map((rows) => rows.length)).toEqual([asked])
  })

  it('asks the second for nothing where the first scores all', async () => {
    const second = spy(always('b', 0.1))
    expect(await answers(fallback(echo('a'), second, { on: 'both' }), [0, -0])).toEqual([0, -0])
    expect(second.batches).toEqual([])
  })

  it('the parts tell who said what', async () => {
    expect(await outcomes(fallback(echo('a'), always('a', 0.25)), [0.5, 'skip', 'fail'])).toStrictEqual([
      { ...scored(0.5), parts: { a: scored(0.5) } },
      { ...skip, parts: { a: skip } },
      { ...scored(0.25), parts: { a: failed(broken), 'a#2': scored(0.25) } },
    ])
    const gone = { _tag: 'Failed', error: { _tag: 'Unavailable' } }
    expect(await outcomes(fallback(impossible(), always('b', 1)), [0])).toMatchObject([
      { value: 1, parts: { gone, b: { value: 1 } } },
    ])
  })

  it('what the second says stands, with its detail', async () => {
    expect(await outcomes(fallback(always('a', 'fail'), always('b', 'skip')), [0])).toMatchObject([{ _tag: 'Skipped' }])
    expect(await outcomes(fallback(always('a', 'skip'), always('b', 'fail'), { on: 'skipped' }), [0])).toMatchObject([
      { _tag: 'Failed' },
    ])
    const detailed = fromPointwise({ name: 'd', range: unit }, () => scored(1, { letter: 'B' }))
    expect(await outcomes(fallback(always('a', 'fail'), detailed), [0])).toMatchObject([{ detail: { letter: 'B' } }])
  })

  it('replaces a first reward that is Left, but not a cancelled one, nor where only skips are replaced', async () => {
    expect(await answers(fallback(impossible(), always('b', 1)), [0, 0])).toEqual([1, 1])
    expect(await answers(fallback(impossible(), always('b', 1), { on: 'both' }), [0])).toEqual([1])
    expect(await run(fallback(impossible(), always('b', 1), { on: 'skipped' }), [0])).toMatchObject({
      left: { _tag: 'Unavailable' },
    })
    const cancelled = impossible({ _tag: 'Aborted', reason: 'x' })
    expect(await run(fallback(cancelled, always('b', 1)), [0])).toEqual({
      _tag: 'Left',
      left: { _tag: 'Aborted', reason: 'x' },
    })
  })

  it('keeps what the first has scored where the second is Left, and fails the rest', async () => {
    const outcome = await outcomes(fallback(echo('a'), impossible()), batch)
    expect(outcome).toMatchObject([
      { _tag: 'Scored', value: 0.5 },
      { _tag: 'Skipped' },
      { _tag: 'Failed', error: { _tag: 'Unavailable' } },
    ])
  })

  it('is Left where both are', async () =>
    expect(
      await run(fallback(impossible(), impossible({ _tag: 'Unavailable', reward: 'b', reason: 'b' })), [0]),
    ).toMatchObject({ left: { reward: 'b' } }))

  it('owns both', async () => {
    const [a, b] = [owner(), owner()]
    await fallback(a, b)[Symbol.asyncDispose]?.()
    expect([a.ends(), b.ends()]).toEqual([1, 1])
  })
})
