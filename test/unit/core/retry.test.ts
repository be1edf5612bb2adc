import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  failed,
  makeReward,
  type Outcome,
  retry,
  type RewardError,
  scored,
  unexpected,
} from '../../../src/core/index.js'
import { always, broken, invalidOption, outcomes, owner, run, skip, spy, type Spy, unit } from './stub.js'

const crash = unexpected('r', 'crash')
const late: RewardError = { _tag: 'Timeout', reward: 'r', timeoutMs: 1 }

type Step = RewardError | ReadonlyArray<number | RewardError | Outcome>

/** Answers one step a call; the last one again and again. */
const script = (...steps: ReadonlyArray<Step>): Spy<unknown> => {
  let call = 0
  const outcomeOf = (entry: number | RewardError | Outcome): Outcome => {
    if (typeof entry === 'number') return scored(entry)
    return entry._tag === 'Scored' || entry._tag === 'Skipped' || entry._tag === 'Failed' ? entry : failed(entry)
  }
  return spy(
    makeReward<unknown>({ name: 'r', range: unit }, () => () => {
      const step = steps[Math.min(call++, steps.length - 1)] as Step
      return Promise.resolve('_tag' in step ? E.left(step) : E.right(step.map(outcomeOf)))
    }),
  )
}

const at0 = { delayMs: 0 }

describe('retry', () => {
  it('keeps the declaration, and asks once where nothing fails', async () => {
    const reward = script([0.5, skip])
    expect(retry(reward).meta).toStrictEqual(reward.meta)
    expect(await outcomes(retry(reward, at0), ['a', 'b'])).toEqual([scored(0.5), skip])
    expect(reward.batches).toEqual([['a', 'b']])
  })

  it('scores the failed samples alone again; what was scored stays', async () => {
    const reward = script([crash, 0.5, late], [0.25, crash], [0.75])
    expect(await outcomes(retry(reward, at0), ['a', 'b', 'c'])).toEqual([scored(0.25), scored(0.5), scored(0.75)])
    expect(reward.batches).toEqual([['a', 'b', 'c'], ['a', 'c'], ['c']])
  })

  it('scores the whole batch again after Left; then the failed ones', async () => {
    const reward = script(late, [crash, 1], [0])
    expect(await outcomes(retry(reward, at0), ['a', 'b'])).toEqual([scored(0), scored(1)])
    expect(reward.batches).toEqual([['a', 'b'], ['a', 'b'], ['a']])
  })

  it('keeps what was scored when a later attempt is Left, and goes on', async () => {
    const reward = script([crash, 1], late, [0.5])
    expect(await outcomes(retry(reward, at0), ['a', 'b'])).toEqual([scored(0.5), scored(1)])
    expect(reward.batches).toEqual([['a', 'b'], ['a'], ['a']])
    expect(await outcomes(retry(script([crash, 1], late), at0), ['a', 'b'])).toEqual([failed(crash), scored(1)])
    const gone = script([crash, 1], broken)
    expect(await outcomes(retry(gone, at0), ['a', 'b'])).toEqual([failed(crash), scored(1)])
    expect(gone.batches).toHaveLength(2)
  })

  it.each([
    [undefined, 3],
    [1, 1],
    [2, 2],
    [5, 5],
  ])('attempts: %s', async (attempts, calls) => {
    for (const [step, answer] of [
      [late, E.left(late)],
      [[crash], E.right([failed(crash)])],
    ] as const) {
      const reward = script(step)
      expect(await run(retry(reward, { ...at0, ...(attempts === undefined ? {} : { attempts }) }), ['a'])).toEqual(
        answer,
      )
      expect(reward.batches).toHaveLength(calls)
    }
  })

  it('gives up at once on errors that would come again', async () => {
    for (const step of [broken, [broken]]) {
      const reward = script(step, [1])
      expect(await run(retry(reward, at0), ['a'])).toEqual(
        Array.isArray(step) ? E.right([failed(broken)]) : E.left(step),
      )
      expect(reward.batches).toHaveLength(1)
    }
  })

  it('tries again on the errors it is told to, and no others', async () => {
    const options = { ...at0, on: ['MissingField'] as const }
    expect(await outcomes(retry(script([broken], [1]), options), ['a'])).toEqual([scored(1)])
    expect(await outcomes(retry(script([crash], [1]), options), ['a'])).toEqual([failed(crash)])
  })

  it('the empty batch is empty', async () => expect(await outcomes(retry(script([])), [])).toEqual([]))

  describe('pause', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())

    it.each([
      [undefined, [100, 200, 400]],
      [7, [7, 14, 28]],
      [2 ** 30, [2 ** 30, 2 ** 31 - 1, 2 ** 31 - 1]],
    ])('of %s ms, then doubled up to the longest timer', async (delayMs, pauses) => {
      const timer = vi.spyOn(globalThis, 'setTimeout')
      const reward = script([crash])
      const done = outcomes(retry(reward, { attempts: 4, ...(delayMs === undefined ? {} : { delayMs }) }), ['a'])
      for (const [i, ms] of pauses.entries()) {
        await vi.advanceTimersByTimeAsync(ms - 1)
        expect(reward.batches).toHaveLength(i + 1)
        await vi.advanceTimersByTimeAsync(1)
        expect(reward.batches).toHaveLength(i + 2)
      }
      expect(await done).toEqual([failed(crash)])
      expect(timer.mock.calls.map(([, ms]) => ms)).toEqual(pauses)
    })

    it('is a number however often it was doubled', async () => {
      const timer = vi.spyOn(globalThis, 'setTimeout')
      const done = outcomes(retry(script([crash]), { attempts: 1100, delayMs: 0 }), ['a'])
      await vi.runAllTimersAsync()
      await done
      expect(new Set(timer.mock.calls.map(([, ms]) => ms))).toEqual(new Set([0]))
      expect(timer).toHaveBeenCalledTimes(1099)
    })

    it('ends with the signal: Left Aborted, no further attempt', async () => {
      const reward = script([crash])
      const controller = new AbortController()
      const done = run(retry(reward), ['a'], { signal: controller.signal })
      await vi.advanceTimersByTimeAsync(50)
      controller.abort('enough')
      expect(await done).toEqual(E.left({ _tag: 'Aborted', reason: 'enough' }))
      await vi.advanceTimersByTimeAsync(1000)
      expect(reward.batches).toHaveLength(1)
      expect(vi.getTimerCount()).toBe(0)
    })
  })

  it('goes on where a context has no signal', async () => {
    expect(await outcomes(retry(script([crash], [1]), at0), ['a'], { clock: () => 0 })).toEqual([scored(1)])
  })

  it('does not pause once nothing is left to try', async () => {
    const timer = vi.spyOn(globalThis, 'setTimeout')
    await outcomes(retry(script([crash], [1]), { attempts: 5, delayMs: 0 }), ['a'])
    expect(timer).toHaveBeenCalledTimes(1)
    timer.mockRestore()
  })

  it('hands the context on', async () => {
    const reward = script([1])
    const context = { clock: () => 0 }
    await run(retry(reward), ['a'], context)
    expect(reward.contexts).toEqual([context])
  })

  it.each([
    [{ attempts: 0 }, 'attempts', 'a positive integer', '0'],
    [{ attempts: 1.5 }, 'attempts', 'a positive integer', '1.5'],
    [{ attempts: NaN }, 'attempts', 'a positive integer', 'NaN'],
    [{ attempts: Infinity }, 'attempts', 'a positive integer', 'Infinity'],
    [{ delayMs: -1 }, 'delayMs', 'milliseconds, at least 0', '-1'],
    [{ delayMs: NaN }, 'delayMs', 'milliseconds, at least 0', 'NaN'],
    [{ delayMs: Infinity }, 'delayMs', 'milliseconds, at least 0', 'Infinity'],
  ])('%o is Left InvalidOption', async (options, option, expected, received) => {
    const part = owner()
    const reward = retry(part, options)
    expect(await run(reward, [0])).toEqual(invalidOption('retry', option, expected, received))
    expect(reward.meta.name).toBe('owner')
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })

  it('owns the reward', async () => {
    const part = owner()
    await retry(part)[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
    expect(retry(always('a', 1))[Symbol.asyncDispose]).toBeUndefined()
  })
})
