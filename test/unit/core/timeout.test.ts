import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromPointwise, type Reward, timeout } from '../../../src/core/index.js'
import { always, answers, impossible, invalidOption, owner, pause, run, spy, unit } from './stub.js'

const slow = (ms: number): Reward<unknown> =>
  fromPointwise({ name: 'slow', range: unit }, async () => {
    await pause(ms)
    return 1
  })

describe('timeout', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is the reward itself while there is time', async () => {
    const reward = timeout(slow(99), 100)
    expect(reward.meta).toStrictEqual(slow(99).meta)
    const done = answers(reward, [0])
    await vi.advanceTimersByTimeAsync(99)
    expect(await done).toEqual([1])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is Left Timeout after it, and the reward is told through its signal', async () => {
    const inner = spy(slow(1000))
    const done = run(timeout(inner, 100), [0], { clock: () => 0 })
    await vi.advanceTimersByTimeAsync(99)
    expect(inner.contexts[0]?.signal?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await done).toEqual({ _tag: 'Left', left: { _tag: 'Timeout', reward: 'slow', timeoutMs: 100 } })
    expect(inner.contexts[0]?.signal?.reason).toEqual(new Error('no answer within 100 ms'))
    expect(inner.contexts[0]?.clock?.()).toBe(0)
  })

  it('hands the signal of the caller on', async () => {
    const inner = spy(slow(1000))
    const controller = new AbortController()
    const done = run(timeout(inner, 100), [0], { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(0)
    controller.abort('enough')
    expect(await done).toEqual({ _tag: 'Left', left: { _tag: 'Aborted', reason: 'enough' } })
    expect(inner.contexts[0]?.signal?.reason).toBe('enough')
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(1) // the judge's own pause
  })

  it('the reward also hears of the end where the caller gave a signal', async () => {
    const inner = spy(slow(1000))
    const done = run(timeout(inner, 100), [0], { signal: new AbortController().signal })
    await vi.advanceTimersByTimeAsync(100)
    expect(await done).toMatchObject({ left: { _tag: 'Timeout' } })
    expect(inner.contexts[0]?.signal?.aborted).toBe(true)
  })

  it('keeps Left, also that of a rejection', async () => {
    expect(await run(timeout(impossible(), 100), [0])).toMatchObject({ left: { _tag: 'Unavailable' } })
    const rejecting: Reward<unknown> = { ...always('r', 1), score: () => () => Promise.reject(new Error('bug')) }
    expect(await run(timeout(rejecting, 100), [0])).toMatchObject({ left: { _tag: 'Unexpected', message: 'bug' } })
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([0, -1, NaN, Infinity, 2 ** 31])('of %d ms is Left InvalidOption', async (timeoutMs) => {
    const part = owner()
    const reward = timeout(part, timeoutMs)
    expect(await run(reward, [0])).toEqual(
      invalidOption('timeout', 'timeoutMs', 'milliseconds in (0, 2147483647]', String(timeoutMs)),
    )
    expect(reward.meta.name).toBe('owner')
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })

  it('takes the longest timer there is, and fractions; owns the reward', async () => {
    const part = owner()
    expect(await answers(timeout(part, 2 ** 31 - 1), [0])).toEqual([1])
    expect(await answers(timeout(part, 0.5), [0])).toEqual([1])
    await timeout(part, 1)[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})
