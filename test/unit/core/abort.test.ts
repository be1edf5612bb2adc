import * as E from 'fp-ts/lib/Either.js'
import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { abortable, aborted, delay } from '../../../src/core/abort.js'
import type { RewardError } from '../../../src/core/index.js'

const never = (): Promise<E.Either<RewardError, number>> => new Promise(() => undefined)
const one = (): Promise<E.Either<RewardError, number>> => Promise.resolve(E.right(1))
const stopped = (reason: string): unknown => E.left({ _tag: 'Aborted', reason })

describe('aborted', () => {
  it.each([
    [new Error('enough'), 'enough'],
    ['enough', 'enough'],
    [7, '7'],
    [null, 'null'],
  ])('says why: %s', (reason, text) =>
    expect(aborted(AbortSignal.abort(reason))).toStrictEqual({ _tag: 'Aborted', reason: text }),
  )

  it('says what Node says where no reason is given', () =>
    expect(aborted(AbortSignal.abort())).toStrictEqual({ _tag: 'Aborted', reason: 'This operation was aborted' }))

  it('has words for a reason that has none', () =>
    expect(aborted(AbortSignal.abort(Object.create(null)))).toMatchObject({ _tag: 'Aborted' }))
})

describe('abortable', () => {
  it('is the task itself without a signal', async () => expect(await abortable(one, undefined)()).toEqual(E.right(1)))

  it('answers what the task answers while the signal is silent', async () => {
    expect(await abortable(one, new AbortController().signal)()).toEqual(E.right(1))
    const rejecting = (): Promise<never> => Promise.reject(new Error('bug'))
    await expect(abortable(rejecting, new AbortController().signal)()).rejects.toThrow('bug')
  })

  it('does not start a task after the signal', async () => {
    const task = vi.fn(one)
    expect(await abortable(task, AbortSignal.abort('no'))()).toEqual(stopped('no'))
    expect(task).not.toHaveBeenCalled()
  })

  it('answers when the signal fires, although the task hangs', async () => {
    const controller = new AbortController()
    const answer = abortable(never, controller.signal)()
    controller.abort('late')
    expect(await answer).toEqual(stopped('late'))
  })

  it('tells all who wait, with one listener a signal', async () => {
    const controller = new AbortController()
    const waiting = Array.from({ length: 20 }, () => abortable(never, controller.signal)())
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
    controller.abort('all')
    expect(await Promise.all(waiting)).toEqual(Array(20).fill(stopped('all')))
  })

  it('a run that is over no longer listens, the others still do', async () => {
    const controller = new AbortController()
    const reads = vi.fn(() => 'reason')
    Object.defineProperty(controller.signal, 'reason', { get: reads })
    expect(await abortable(one, controller.signal)()).toEqual(E.right(1))
    const hanging = abortable(never, controller.signal)()
    await Promise.resolve()
    controller.abort()
    expect(await hanging).toEqual(stopped('reason'))
    expect(reads).toHaveBeenCalledTimes(1)
  })
})

describe('delay', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** Whether it has resolved. */
  const watch = (promise: Promise<void>): { readonly over: boolean } => {
    const state = { over: false }
    void promise.then(() => (state.over = true))
    return state
  }

  it('waits as long as it says', async () => {
    for (const signal of [undefined, new AbortController().signal]) {
      const state = watch(delay(100, signal))
      await vi.advanceTimersByTimeAsync(99)
      expect(state.over).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(state.over).toBe(true)
    }
  })

  it('ends with the signal, and leaves no timer', async () => {
    const controller = new AbortController()
    const state = watch(delay(100, controller.signal))
    controller.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(state.over).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not begin after the signal', async () => {
    const state = watch(delay(100, AbortSignal.abort()))
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(0)
    expect(state.over).toBe(true)
  })
})
