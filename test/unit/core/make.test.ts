import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { makeReward, type Outcome, rejected, type Reward, scored, sum, weightedSum } from '../../../src/core/index.js'
import { disposal } from '../../../src/core/make.js'
import { broken, invalidOption, outcomes, owner, run, skip, unit } from './stub.js'

const answering = (answer: unknown): Reward<unknown> =>
  makeReward<unknown>({ name: 'm', range: unit }, () => TE.right(answer as ReadonlyArray<Outcome>))

const oneOf = async (answer: unknown): Promise<Outcome | undefined> => (await outcomes(answering([answer]), [0]))[0]

describe('makeReward', () => {
  it('fills in: deterministic, no fields declared', () => {
    expect(makeReward({ name: 'm', range: unit }, () => TE.right([])).meta).toStrictEqual({
      name: 'm',
      range: unit,
      deterministic: true,
      fields: [],
    })
    const meta = { name: 'm', range: unit, deterministic: false, fields: ['prompt'] }
    expect(makeReward(meta, () => TE.right([])).meta).toStrictEqual(meta)
  })

  it('passes batch and context on', async () => {
    const context = { signal: new AbortController().signal }
    let seen: unknown
    const reward = makeReward<number>({ name: 'm', range: unit }, (batch, given) => {
      seen = [batch, given]
      return TE.right(batch.map(() => skip))
    })
    expect(await run(reward, [1], context)).toEqual(E.right([skip]))
    expect(seen).toEqual([[1], context])
  })

  it('keeps sound outcomes as they are', async () => {
    const detailed = { ...scored(1, { letter: 'A' }), parts: { a: skip } }
    for (const outcome of [detailed, skip, { _tag: 'Failed', error: broken }])
      expect(await oneOf(outcome)).toBe(outcome)
  })

  it('takes a bare number for a score', async () => expect(await oneOf(0.5)).toStrictEqual(scored(0.5)))

  it.each([NaN, Infinity, -Infinity])('%d is Failed NonFinite', async (value) =>
    expect(await oneOf(value)).toStrictEqual({ _tag: 'Failed', error: { _tag: 'NonFinite', reward: 'm', value } }),
  )

  it('a value outside the range is Failed OutOfRange, with the parts it had', async () => {
    const error = { _tag: 'OutOfRange', reward: 'm', value: 2, min: 0, max: 1 }
    expect(await oneOf(2)).toStrictEqual({ _tag: 'Failed', error })
    expect(await oneOf({ ...scored(2), parts: { a: skip } })).toStrictEqual({
      _tag: 'Failed',
      error,
      parts: { a: skip },
    })
    expect(await oneOf({ ...scored(NaN), parts: { a: skip } })).toMatchObject({ _tag: 'Failed', parts: { a: skip } })
  })

  it.each([
    ['1', 'expected a number or an outcome, got "1"'],
    [null, 'expected a number or an outcome, got null'],
    [undefined, 'expected a number or an outcome, got nothing'],
    [() => 0, 'expected a number or an outcome, got a function'],
    [{ value: 1 }, 'expected a number or an outcome, got an object'],
    [{ _tag: 'Right', reason: {}, error: {} }, 'expected a number or an outcome, got an object'],
    [{ _tag: 'Skipped' }, 'expected a number or an outcome, got an object'],
    [{ _tag: 'Skipped', reason: null, error: {} }, 'expected a number or an outcome, got an object'],
    [{ _tag: 'Failed', reason: {} }, 'expected a number or an outcome, got an object'],
    [{ _tag: 'Failed', error: 'no' }, 'expected a number or an outcome, got an object'],
  ])('what is no outcome is Failed Unexpected: %o', async (answer, message) => {
    expect(await oneOf(answer)).toMatchObject({ _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'm', message } })
  })

  it('what cannot be read fails its own sample', async () => {
    const unreadable = new Proxy(
      {},
      {
        get: () => {
          throw new Error('unreadable')
        },
      },
    )
    expect(await outcomes(answering([1, unreadable, 1]), [0, 0, 0])).toMatchObject([
      { value: 1 },
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'm', message: 'unreadable' } },
      { value: 1 },
    ])
  })

  it('another number of outcomes is Left WrongLength', async () => {
    const left = (expected: number, received: number): unknown =>
      E.left({ _tag: 'WrongLength', reward: 'm', expected, received })
    expect(await run(answering([1]), [0, 0])).toEqual(left(2, 1))
    expect(await run(answering([1, 1]), [0])).toEqual(left(1, 2))
    expect(await run(answering([]), [])).toEqual(E.right([]))
  })

  it('an answer that is no array is Left Unexpected, a hole in one fails that sample', async () => {
    for (const [answer, got] of [
      [undefined, 'nothing'],
      [new Float32Array(1), 'an object'],
    ] as const)
      expect(await run(answering(answer), [0])).toMatchObject({
        _tag: 'Left',
        left: { _tag: 'Unexpected', reward: 'm', message: `expected an array of outcomes, got ${got}` },
      })
    const sparse = [1, , 1] // eslint-disable-line no-sparse-arrays
    expect((await outcomes(answering(sparse), [0, 0, 0])).map(({ _tag }) => _tag)).toEqual([
      'Scored',
      'Failed',
      'Scored',
    ])
  })

  it('answers Left Aborted when the signal fired before, and does not score', async () => {
    let scoredOnce = false
    const reward = makeReward({ name: 'm', range: unit }, () => async () => {
      scoredOnce = true
      return E.right([])
    })
    expect(await run(reward, [], { signal: AbortSignal.abort(new Error('enough')) })).toEqual(
      E.left({ _tag: 'Aborted', reason: 'enough' }),
    )
    expect(scoredOnce).toBe(false)
  })
})

describe('rejected', () => {
  it('is Left of the error for every batch, the empty one too', async () => {
    const reward = rejected('r', broken)
    expect(reward.meta).toStrictEqual({ name: 'r', range: { min: 0, max: 0 }, deterministic: true, fields: [] })
    for (const batch of [[], [1, 2]]) expect(await run(reward, batch)).toEqual(E.left(broken))
  })

  it('still frees what it was to be made of', async () => {
    const part = owner()
    const total = weightedSum([[NaN, part]])
    expect(await run(total, [0])).toEqual(invalidOption('NaN*owner', 'weights[0]', 'a finite number', 'NaN'))
    await total[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})

describe('disposal', () => {
  it('is absent where no part holds anything', () => {
    expect(Symbol.asyncDispose in sum([answering([])])).toBe(false)
    expect(disposal([])).toStrictEqual({})
  })

  it('frees every part, each once, however often it is there and asked', async () => {
    const [a, b] = [owner(), owner()]
    const total = sum([a, b, a, sum([a, b])])
    await total[Symbol.asyncDispose]?.()
    await total[Symbol.asyncDispose]?.()
    expect([a.ends(), b.ends()]).toEqual([1, 1])
  })

  it('frees the others when one refuses, and then rejects with the first reason', async () => {
    const [first, second, third] = [owner({}, new Error('busy')), owner({}, new Error('late')), owner()]
    await expect(sum([first, second, third])[Symbol.asyncDispose]?.()).rejects.toThrow('busy')
    expect([first.ends(), second.ends(), third.ends()]).toEqual([1, 1, 1])
  })

  it('frees the others when one throws at once', async () => {
    const last = owner()
    const throwing: Reward<unknown> = {
      ...answering([]),
      [Symbol.asyncDispose]: () => {
        throw new Error('thrown')
      },
    }
    await expect(sum([throwing, last])[Symbol.asyncDispose]?.()).rejects.toThrow('thrown')
    expect(last.ends()).toBe(1)
  })

  it('works with `await using`', async () => {
    const part = owner()
    {
      const total = sum([part])
      await using _held = { [Symbol.asyncDispose]: async () => total[Symbol.asyncDispose]?.() }
      expect(part.ends()).toBe(0)
    }
    expect(part.ends()).toBe(1)
  })
})
