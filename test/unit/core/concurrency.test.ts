import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  concurrency,
  makeReward,
  type Outcome,
  type Reward,
  type RewardError,
  scored,
} from '../../../src/core/index.js'
import { echo, invalidOption, outcomes, owner, run, spy, turn, type Answer } from './stub.js'

interface Gate extends Reward<number> {
  /** Slices begun, in order. */
  readonly begun: Array<ReadonlyArray<number>>
  /** Ends the slice that holds the sample. */
  readonly end: (sample: number, left?: RewardError) => Promise<void>
}

/** A reward whose slices end when the test says so. */
const gated = (): Gate => {
  const begun: Array<ReadonlyArray<number>> = []
  const pending = new Map<number, (answer: E.Either<RewardError, ReadonlyArray<Outcome>>) => void>()
  const reward = makeReward<number>({ name: 'g', range: { min: 0, max: 99 } }, (batch) => () => {
    begun.push(batch)
    return new Promise((resolve) => pending.set(batch[0] as number, resolve))
  })
  return {
    ...reward,
    begun,
    end: async (sample, left) => {
      const slice = begun.find(([first]) => first === sample) ?? []
      pending.get(sample)?.(left === undefined ? E.right(slice.map((value) => scored(value))) : E.left(left))
      await turn()
    },
  }
}

const gone: RewardError = { _tag: 'Unavailable', reward: 'g', reason: 'gone' }

describe('concurrency', () => {
  it('keeps the declaration, the order and every sample', async () => {
    const inner = spy(echo('a'))
    const reward = concurrency(inner, { limit: 2, batchSize: 3 })
    expect(reward.meta).toStrictEqual(inner.meta)
    const context = { clock: () => 0 }
    const batch: ReadonlyArray<Answer> = [0, 1, 'skip', 3, 'fail', 5, 6]
    expect(
      (await outcomes(reward, batch, context)).map((outcome) =>
        outcome._tag === 'Scored' ? outcome.value : outcome._tag,
      ),
    ).toEqual([0, 1, 'Skipped', 3, 'Failed', 5, 6])
    expect(inner.batches).toEqual([[0, 1, 'skip'], [3, 'fail', 5], [6]])
    expect(inner.contexts).toEqual([context, context, context])
  })

  it('cuts into single samples by default, and runs nothing for the empty batch', async () => {
    const inner = spy(echo('a'))
    await outcomes(concurrency(inner, { limit: 1 }), [1, 2])
    expect(inner.batches).toEqual([[1], [2]])
    expect(await outcomes(concurrency(inner, { limit: 1 }), [])).toEqual([])
    expect(inner.batches).toHaveLength(2)
  })

  it('has at most `limit` slices under way, over all batches, in the order they came', async () => {
    const inner = gated()
    const reward = concurrency(inner, { limit: 2 })
    const first = outcomes(reward, [1, 2, 3])
    const second = outcomes(reward, [4, 5])
    await turn()
    expect(inner.begun).toEqual([[1], [2]])
    await inner.end(2)
    expect(inner.begun).toEqual([[1], [2], [3]])
    await inner.end(3)
    expect(inner.begun).toEqual([[1], [2], [3], [4]])
    await inner.end(1)
    expect(inner.begun).toEqual([[1], [2], [3], [4], [5]])
    expect(await first).toEqual([scored(1), scored(2), scored(3)])
    await inner.end(5)
    await inner.end(4)
    expect(await second).toEqual([scored(4), scored(5)])
    // Every turn was given back: two may begin again, not three.
    const third = outcomes(reward, [6, 7, 8])
    await turn()
    expect(inner.begun.slice(5)).toEqual([[6], [7]])
    for (const sample of [6, 7, 8]) await inner.end(sample)
    expect(await third).toHaveLength(3)
  })

  it('the first Left stops what has not begun, and is the answer', async () => {
    const inner = gated()
    const done = run(concurrency(inner, { limit: 2 }), [1, 2, 3, 4])
    await turn()
    await inner.end(1, gone)
    await inner.end(2, { ...gone, reason: 'later' })
    expect(await done).toEqual(E.left(gone))
    expect(inner.begun).toEqual([[1], [2]])
  })

  it('a cancelled run begins no further slice, and gives its turns back', async () => {
    const inner = gated()
    const reward = concurrency(inner, { limit: 1 })
    const controller = new AbortController()
    const done = run(reward, [1, 2], { signal: controller.signal })
    const other = outcomes(reward, [3])
    await turn()
    controller.abort('enough')
    expect(await done).toEqual(E.left({ _tag: 'Aborted', reason: 'enough' }))
    await turn()
    expect(inner.begun).toEqual([[1], [3]])
    await inner.end(3)
    expect(await other).toEqual([scored(3)])
  })

  it('a cancelled run begins no further slice, although the reward would not care', async () => {
    const begun: Array<number> = []
    const controller = new AbortController()
    const deaf: Reward<number> = {
      ...echo('a'),
      score: (batch) => async () => {
        begun.push(...batch)
        controller.abort('enough')
        return E.right(batch.map((n) => scored(n)))
      },
    }
    const done = run(concurrency(deaf, { limit: 1 }), [1, 2, 3], { signal: controller.signal })
    expect(await done).toEqual(E.left({ _tag: 'Aborted', reason: 'enough' }))
    await turn()
    expect(begun).toEqual([1])
  })

  it('a reward that rejects gives its turn back too', async () => {
    let calls = 0
    const bad: Reward<number> = {
      ...echo('a'),
      score: (batch) => () =>
        calls++ === 0 ? Promise.reject(new Error('bug')) : Promise.resolve(E.right(batch.map((n) => scored(n)))),
    }
    const reward = concurrency(bad, { limit: 1 })
    expect(await run(reward, [1])).toMatchObject({ left: { _tag: 'Unexpected', reward: 'a', message: 'bug' } })
    expect(await outcomes(reward, [2])).toEqual([scored(2)])
  })

  it.each([
    [{ limit: 0 }, 'limit', '0'],
    [{ limit: 1.5 }, 'limit', '1.5'],
    [{ limit: NaN }, 'limit', 'NaN'],
    [{ limit: Infinity }, 'limit', 'Infinity'],
    [{ limit: 1, batchSize: 0 }, 'batchSize', '0'],
    [{ limit: 1, batchSize: 2.5 }, 'batchSize', '2.5'],
  ])('%o is Left InvalidOption', async (options, option, received) => {
    const part = owner()
    const reward = concurrency(part, options)
    expect(reward.meta.name).toBe('owner')
    expect(await run(reward, [0])).toEqual(invalidOption('concurrency', option, 'a positive integer', received))
    await reward[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })

  it('owns the reward', async () => {
    const part = owner()
    await concurrency(part, { limit: 1 })[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})
