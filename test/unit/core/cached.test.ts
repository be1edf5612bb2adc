import { describe, expect, it, vi } from 'vitest'
import { cached, contramap, fromPointwise, type Reward, scored, sum } from '../../../src/core/index.js'
import {
  type Answer,
  answers,
  echo,
  impossible,
  invalidOption,
  outcomes,
  owner,
  run,
  skip,
  spy,
  type Spy,
  turn,
  unit,
} from './stub.js'

/** Scores every sample 1, and keeps what it was given. */
const counting = (fields: ReadonlyArray<string> = []): Spy<unknown> =>
  spy(fromPointwise({ name: 'c', range: unit, fields }, () => 1))

describe('cached', () => {
  it('keeps the declaration and the context, and asks nothing where all is known', async () => {
    const inner = counting(['a'])
    const reward = cached(inner)
    expect(reward.meta).toStrictEqual(inner.meta)
    const context = { clock: () => 0 }
    await outcomes(reward, [{ a: 1 }], context)
    expect(inner.contexts).toEqual([context])
    expect(await answers(reward, [{ a: 1 }, { a: 1 }])).toEqual([1, 1])
    expect(await outcomes(reward, [])).toEqual([])
    expect(inner.batches).toHaveLength(1)
  })

  it('scores equal samples of a batch once, in the order they came, and puts outcomes in place', async () => {
    const inner = spy(echo('a'))
    const reward = cached(inner)
    expect(await answers(reward, [1, 2, 'skip', 1, 'skip', 3])).toEqual([1, 2, 'Skipped', 1, 'Skipped', 3])
    expect(await answers(reward, [4, 3, 1, 4])).toEqual([4, 3, 1, 4])
    expect(inner.batches).toEqual([[1, 2, 'skip', 3], [4]])
  })

  it('keeps scored and skipped outcomes as they are; a failure is tried again', async () => {
    let round = 0
    const inner = spy(
      fromPointwise<Answer>({ name: 'a', range: unit }, (answer) => {
        if (answer === 'skip') return skip
        if (answer === 'fail' && round++ === 0) return echoFailure
        return scored(1, { round })
      }),
    )
    const echoFailure = { _tag: 'Failed', error: { _tag: 'Aborted', reason: 'once' } } as const
    const reward = cached(inner)
    expect(await outcomes(reward, ['fail', 'skip', 0, 'fail'])).toEqual([
      echoFailure,
      skip,
      scored(1, { round: 1 }),
      echoFailure,
    ])
    expect(await outcomes(reward, ['fail', 'skip', 0])).toEqual([
      scored(1, { round: 2 }),
      skip,
      scored(1, { round: 1 }),
    ])
    expect(inner.batches).toEqual([['fail', 'skip', 0], ['fail']])
  })

  it('reads contents without holding the event loop, and stops when it is cancelled', async () => {
    let time = 0
    const controller = new AbortController()
    const inner = counting()
    const key = vi.fn((sample: unknown): unknown => {
      time += 20
      return sample
    })
    setImmediate(() => controller.abort('enough'))
    const context = { signal: controller.signal, clock: () => time }
    expect(await run(cached(inner, { key }), [1, 2, 3, 4, 5], context)).toMatchObject({
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    for (let i = 0; i < 6; i++) await turn()
    expect(key.mock.calls.length).toBeLessThan(5)
    expect(inner.batches).toEqual([])
  })

  it('describing a run reads nothing', () => {
    const key = vi.fn()
    cached(counting(), { key }).score([1, 2])
    expect(key).not.toHaveBeenCalled()
  })

  it('Left is not kept either', async () => {
    expect(await run(cached(impossible()), [0])).toMatchObject({ left: { _tag: 'Unavailable' } })
  })

  it('keeps maxEntries outcomes; the least recently used goes first', async () => {
    const inner = spy(echo('a'))
    const reward = cached(inner, { maxEntries: 2 })
    const ask = async (...batch: ReadonlyArray<Answer>): Promise<ReadonlyArray<Answer>> => {
      inner.batches.length = 0
      expect(await answers(reward, batch)).toEqual(batch)
      return inner.batches.flat()
    }
    expect(await ask(1, 2)).toEqual([1, 2])
    expect(await ask(1)).toEqual([])
    expect(await ask(3)).toEqual([3])
    expect(await ask(1)).toEqual([])
    expect(await ask(2)).toEqual([2])
    expect(await ask(1)).toEqual([])
    expect(await ask(3)).toEqual([3])
    expect(await ask(4, 5, 6)).toEqual([4, 5, 6])
    expect(await ask(5, 6)).toEqual([])
  })

  it('keys by the fields the reward declares, or by the whole sample where it declares none', async () => {
    const samples = [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 2 },
    ]
    const declared = counting(['a'])
    await outcomes(cached(declared), samples)
    expect(declared.batches).toEqual([[samples[0], samples[2]]])
    const undeclared = counting()
    await outcomes(cached(undeclared), samples)
    expect(undeclared.batches).toEqual([samples])
  })

  it('a sample that is no object is its own key, whatever fields are declared', async () => {
    const inner = counting(['length'])
    await outcomes(cached(inner), ['ab', 'cd', null, 3])
    expect(inner.batches).toEqual([['ab', 'cd', null, 3]])
  })

  it('tells samples apart by every field that a part or a function in between may read', async () => {
    const a = fromPointwise<{ a: number }>({ name: 'a', range: unit, fields: ['a'] }, (sample) => sample.a)
    const b = fromPointwise<{ b: number }>({ name: 'b', range: unit }, (sample) => sample.b)
    expect(
      await answers(cached(sum([a, b])), [
        { a: 0.5, b: 0 },
        { a: 0.5, b: 1 },
      ]),
    ).toEqual([0.5, 1.5])
    const mapped: Reward<{ other: number }> = contramap(a, ({ other }) => ({ a: other }))
    expect(await answers(cached(mapped), [{ other: 0 }, { other: 1 }])).toEqual([0, 1])
  })

  it('keys by what it is told', async () => {
    const inner = spy(echo('a'))
    const reward = cached(inner, { key: (answer) => typeof answer })
    expect(await answers(reward, [1, 2, 'skip'])).toEqual([1, 1, 'Skipped'])
    expect(inner.batches).toEqual([[1, 'skip']])
  })

  it('a sample without a key fails alone, and is not scored', async () => {
    const inner = counting()
    expect(await outcomes(cached(inner), ['a', new Map(), 'b'])).toMatchObject([
      { value: 1 },
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'c', message: 'what [object Map] holds cannot be read' } },
      { value: 1 },
    ])
    expect(inner.batches).toEqual([['a', 'b']])
  })

  it('what `key` throws fails the sample alone', async () => {
    const key = (answer: Answer): Answer => {
      if (answer === 2) throw new Error('no key')
      return answer
    }
    expect(await outcomes(cached(echo('a'), { key }), [1, 2, 3])).toMatchObject([
      { value: 1 },
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'a', message: 'no key' } },
      { value: 3 },
    ])
  })

  it.each([0, -1, 1.5, NaN, Infinity])('maxEntries %d is Left InvalidOption', async (maxEntries) => {
    const part = owner()
    const reward = cached(part, { maxEntries })
    expect(reward.meta.name).toBe('owner')
    expect(await run(reward, [0])).toEqual(
      invalidOption('cached', 'maxEntries', 'a positive integer', String(maxEntries)),
    )
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })

  it('keeps 10,000 outcomes by default', async () => {
    const inner = counting()
    const reward = cached(inner)
    await outcomes(
      reward,
      Array.from({ length: 10_001 }, (_, i) => i),
    )
    inner.batches.length = 0
    await outcomes(reward, [10_000, 1])
    expect(inner.batches).toEqual([])
    await outcomes(reward, [0])
    expect(inner.batches).toEqual([[0]])
  })

  it('keeps one outcome where it is told so, and owns the reward', async () => {
    const inner = spy(echo('a'))
    const reward = cached(inner, { maxEntries: 1 })
    await outcomes(reward, [1])
    await outcomes(reward, [1])
    expect(inner.batches).toEqual([[1]])
    const part = owner()
    await cached(part)[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})
