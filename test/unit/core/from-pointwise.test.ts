import { describe, expect, it, vi } from 'vitest'
import { fromPointwise, type Outcome, scored, skipped, sum } from '../../../src/core/index.js'
import { outcomes, run, turn, unit } from './stub.js'

const init = { name: 'p', range: unit }

/** A clock that is moved by hand. */
const handClock = (): { readonly clock: () => number; time: number } => {
  const self = { time: 0, clock: () => self.time }
  return self
}

describe('fromPointwise', () => {
  it('declares as makeReward does', () =>
    expect(fromPointwise(init, () => 0).meta).toStrictEqual({ ...init, deterministic: true, fields: [] }))

  it('judges each sample once, in order, with the context', async () => {
    const judge = vi.fn((sample: number): number | Outcome =>
      sample < 0 ? skipped('missing-field', 'x') : sample / 10,
    )
    const context = { clock: () => 0 }
    expect(await outcomes(fromPointwise(init, judge), [1, -1, 2], context)).toStrictEqual([
      scored(0.1),
      skipped('missing-field', 'x'),
      scored(0.2),
    ])
    expect(judge.mock.calls).toEqual([
      [1, context],
      [-1, context],
      [2, context],
    ])
    await outcomes(fromPointwise(init, judge), [1])
    expect(judge.mock.lastCall).toEqual([1, {}])
  })

  it('the empty batch is empty', async () =>
    expect(
      await outcomes(
        fromPointwise(init, () => 1),
        [],
      ),
    ).toEqual([]))

  it('awaits asynchronous judges one after another', async () => {
    let active = 0
    let most = 0
    const judge = async (sample: number): Promise<number> => {
      most = Math.max(most, ++active)
      await turn()
      active--
      return sample
    }
    expect(await outcomes(fromPointwise(init, judge), [1, 0, 0.5])).toEqual([scored(1), scored(0), scored(0.5)])
    expect(most).toBe(1)
  })

  it('what the judge throws or rejects with fails that sample alone, also what has no text', async () => {
    const judge = (sample: unknown): number | Promise<number> => {
      if (sample === 'late') return Promise.reject(new Error('late'))
      if (sample === 'ok') return 1
      throw sample
    }
    const bare: unknown = Object.create(null)
    expect(await outcomes(fromPointwise(init, judge), ['ok', new Error('now'), 'late', bare, 'ok'])).toMatchObject([
      { value: 1 },
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'p', message: 'now' } },
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'p', message: 'late' } },
      { _tag: 'Failed', error: { _tag: 'Unexpected', message: 'a value that cannot be shown was thrown' } },
      { value: 1 },
    ])
  })

  it('checks what the judge says', async () => {
    const judge = (sample: unknown): number | Promise<number> => sample as number
    expect(await outcomes(fromPointwise(init, judge), [NaN, 2, 'x', Promise.resolve(Infinity)])).toMatchObject([
      { error: { _tag: 'NonFinite' } },
      { error: { _tag: 'OutOfRange' } },
      { error: { _tag: 'Unexpected', message: 'expected a number or an outcome, got "x"' } },
      { error: { _tag: 'NonFinite' } },
    ])
  })

  it('an answer that cannot be read fails its own sample', async () => {
    const refuse = (): never => {
      throw new Error('unreadable')
    }
    const unreadable = new Proxy({}, { get: refuse, getPrototypeOf: refuse })
    const judge = (sample: unknown): number => sample as number
    expect(await outcomes(fromPointwise(init, judge), [1, unreadable, 1])).toMatchObject([
      { value: 1 },
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'p', message: 'unreadable' } },
      { value: 1 },
    ])
  })

  it('keeps the event loop 10 ms, then lets it turn', async () => {
    const hand = handClock()
    const seen: Array<number | string> = []
    const reward = fromPointwise<number>(init, (sample) => {
      seen.push(sample)
      hand.time += 5
      return 0
    })
    const done = outcomes(reward, [1, 2, 3, 4, 5], { clock: hand.clock })
    expect(seen).toEqual([1, 2])
    setImmediate(() => seen.push('turn'))
    expect(await done).toHaveLength(5)
    expect(seen).toEqual([1, 2, 3, 4, 'turn', 5])
  })

  it('runs side by side share the 10 ms', async () => {
    const hand = handClock()
    const seen: Array<string> = []
    const judging = (name: string) =>
      fromPointwise<number>({ name, range: unit }, () => {
        if (seen.length === 0) setImmediate(() => seen.push('turn'))
        seen.push(name)
        hand.time += 6
        return 0
      })
    expect(await outcomes(sum([judging('a'), judging('b')]), [1, 2], { clock: hand.clock })).toHaveLength(2)
    expect(seen).toHaveLength(5)
    // Two samples take 12 ms: whoever came second waited for the turn.
    expect(seen[2]).toBe('turn')
    expect(seen[0]).toBe(seen[1])
    expect(seen[3]).toBe(seen[4])
  })

  it('stops judging once it is cancelled', async () => {
    const hand = handClock()
    const controller = new AbortController()
    const judge = vi.fn(() => {
      hand.time += 20
      return 0
    })
    const done = run(fromPointwise(init, judge), [1, 2, 3], { signal: controller.signal, clock: hand.clock })
    expect(judge).toHaveBeenCalledTimes(1)
    controller.abort('enough')
    expect(await done).toEqual({ _tag: 'Left', left: { _tag: 'Aborted', reason: 'enough' } })
    await turn()
    await turn()
    expect(judge).toHaveBeenCalledTimes(1)
  })

  it('asks an asynchronous judge for nothing more once it is cancelled', async () => {
    const controller = new AbortController()
    const judge = vi.fn(async () => {
      await turn()
      return 0
    })
    const done = run(fromPointwise(init, judge), [1, 2, 3], { signal: controller.signal })
    controller.abort('enough')
    expect(await done).toMatchObject({ left: { _tag: 'Aborted' } })
    for (let i = 0; i < 4; i++) await turn()
    expect(judge).toHaveBeenCalledTimes(1)
  })

  it('does not begin after the signal, and answers although a judge hangs', async () => {
    const judge = vi.fn(() => new Promise<number>(() => undefined))
    const reward = fromPointwise(init, judge)
    expect(await run(reward, [1], { signal: AbortSignal.abort('no') })).toMatchObject({ left: { reason: 'no' } })
    expect(judge).not.toHaveBeenCalled()
    const controller = new AbortController()
    const done = run(reward, [1, 2], { signal: controller.signal })
    controller.abort('late')
    expect(await done).toMatchObject({ left: { _tag: 'Aborted', reason: 'late' } })
  })
})
