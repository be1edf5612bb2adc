import { describe, expect, it } from 'vitest'
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
  unit,
} from './stub.js'

/** Scores every sample 1, and keeps what it was given. */
const counting = (fields: ReadonlyArray<string> = []): Spy<unknown> =>
  spy(fromPointwise({ name: 'c', range: unit, fields }, () => 1))

/** How many of the samples were not told apart from an earlier one. */
const calls = async (samples: ReadonlyArray<unknown>): Promise<number> => {
  const inner = counting()
  expect((await outcomes(cached(inner), samples)).map(({ _tag }) => _tag)).toEqual(samples.map(() => 'Scored'))
  return inner.batches.flat().length
}

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

  describe('content', () => {
    it.each<[string, ReadonlyArray<unknown>]>([
      ['kinds', [1, '1', true, 'true', null, 'null', undefined, 'undefined', 1n, [], {}, [1], ['1'], { 0: 1 }]],
      ['numbers', [0, -0, NaN, Infinity, -Infinity, 1e-320]],
      ['nesting', [[[1], 2], [1, [2]], [[1, 2]], [1, 2], [[], 1, 2], ['a', 'b'], ['ab'], [['a'], 'b']]],
      ['objects', [{ a: 1 }, { a: 2 }, { b: 1 }, { a: 1, b: 1 }, { a: { b: 1 } }, { 'a:1': 1 }, { __proto__x: 1 }]],
      ['list values', [{ a: [1, 2] }, { a: 1, b: 2 }, ['a', [1, 2]], ['a', 1, 2]]],
      ['absent and undefined', [{}, { a: undefined }, { a: null }]],
      ['sparse arrays', [[undefined, 1], [1, undefined], [1]]],
      ['lone surrogates', ['\ud800', '\ud801', '\udc00', '\ufffd', 'a\ud800', '\ud800a']],
      ['texts that look like keys', ['s1:', 's', '1:', 'number:1;', ['a', 's1:b'], ['as1:', 'b']]],
      [
        'bytes',
        [new Uint8Array([1, 2]), new Uint8Array([2, 1]), new Uint8Array(2), new Uint8Array(3), new Int8Array([1, 2])],
      ],
      [
        'floats',
        [
          new Float32Array([1]),
          new Float32Array([2]),
          new Float64Array([1]),
          new Uint8Array(new Float32Array([1]).buffer),
        ],
      ],
      ['buffers', [Uint8Array.of(1).buffer, Uint8Array.of(2).buffer, Uint8Array.of(1), new ArrayBuffer(0)]],
    ])('tells apart: %s', async (_, samples) => expect(await calls(samples)).toBe(samples.length))

    it('a hole in an array has its place', async () => {
      const [front, back] = [new Array<number>(2), new Array<number>(2)]
      front[0] = 1
      back[1] = 1
      expect(await calls([front, back])).toBe(2)
    })

    const shared = (byte: number): SharedArrayBuffer => {
      const buffer = new SharedArrayBuffer(1)
      new Uint8Array(buffer)[0] = byte
      return buffer
    }
    const bare = (fields: object): object => Object.assign(Object.create(null) as object, fields)
    class Row {
      constructor(readonly a: number) {}
    }

    it.each<[string, ReadonlyArray<unknown>]>([
      [
        'the order of fields',
        [
          { a: 1, b: { c: 2, d: 3 } },
          { b: { d: 3, c: 2 }, a: 1 },
        ],
      ],
      ['where the bytes lie', [new Uint8Array([1, 2]), new Uint8Array([0, 1, 2, 3]).subarray(1, 3)]],
      ['equal buffers', [Uint8Array.of(1).buffer, Uint8Array.of(1).buffer, shared(1)]],
      ['prototypes of rows', [{ a: 1 }, bare({ a: 1 }), new Row(1)]],
      ['empty objects', [{}, bare({})]],
    ])('does not tell apart: %s', async (_, samples) => expect(await calls(samples)).toBe(1))

    it('tells shared buffers apart', async () => expect(await calls([shared(1), shared(2)])).toBe(2))

    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    const nested = (depth: number): unknown => Array.from({ length: depth }).reduce((inner) => [inner], 0)
    const unreadable = new Proxy(
      {},
      {
        ownKeys: () => {
          throw 'unreadable' // eslint-disable-line @typescript-eslint/only-throw-error
        },
      },
    )

    it.each<[unknown, string]>([
      [cycle, 'the content is nested deeper than 64'],
      [[1, [cycle]], 'the content is nested deeper than 64'],
      [nested(65), 'the content is nested deeper than 64'],
      [new Map([[1, 2]]), 'what [object Map] holds cannot be read'],
      [{ when: new Date(0) }, 'what [object Date] holds cannot be read'],
      [new Set(), 'what [object Set] holds cannot be read'],
      [() => 1, 'a function has no content'],
      [{ s: Symbol('s') }, 'a symbol has no content'],
      [unreadable, 'unreadable'],
    ])('row %# has no key: it fails alone, and is not scored', async (sample, message) => {
      const inner = counting()
      expect(await outcomes(cached(inner), ['a', sample, 'b'])).toMatchObject([
        { value: 1 },
        { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'c', message } },
        { value: 1 },
      ])
      expect(inner.batches).toEqual([['a', 'b']])
    })

    it('64 levels have a key', async () => expect(await calls([nested(64), nested(63)])).toBe(2))

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
