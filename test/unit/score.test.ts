import { describe, expect, it } from 'vitest'
import { constant, type RewardError, unexpected } from '../../src/core/index.js'
import { RewardException, score } from '../../src/score.js'
import { echo, impossible, spy, type Answer } from './core/stub.js'

describe('score', () => {
  it('resolves to one outcome a sample, in order', async () => {
    const batch: ReadonlyArray<Answer> = [2, 'skip', 'fail', -0]
    expect(await score(echo('a'), batch)).toMatchObject([
      { _tag: 'Scored', value: 2 },
      { _tag: 'Skipped' },
      { _tag: 'Failed' },
      { _tag: 'Scored', value: -0 },
    ])
    expect(await score(constant(1), [])).toEqual([])
  })

  it('hands its options on as the context', async () => {
    const reward = spy(constant(1))
    const options = { clock: () => 0 }
    await score(reward, [0], options)
    await score(reward, [0])
    expect(reward.contexts).toEqual([options, {}])
  })

  it('rejects with the error as data where the batch is impossible', async () => {
    const error: RewardError = { _tag: 'Unavailable', reward: 'clip', reason: 'no such machine' }
    const caught: unknown = await score(impossible(error), [0]).catch((cause: unknown) => cause)
    expect(caught).toBeInstanceOf(RewardException)
    expect(caught).toMatchObject({ name: 'RewardException', message: 'clip: no such machine', error })
    await expect(score(constant(1), [0], { signal: AbortSignal.abort('enough') })).rejects.toThrow('aborted: enough')
  })
})

describe('RewardException', () => {
  it('is an Error that keeps what was thrown as its cause, and has none otherwise', () => {
    const cause = new Error('boom')
    const exception = new RewardException(unexpected('r', cause))
    expect(exception).toBeInstanceOf(Error)
    expect(exception.cause).toBe(cause)
    expect(exception.message).toBe('r: boom')
    expect('cause' in new RewardException({ _tag: 'Aborted', reason: 'x' })).toBe(false)
  })
})
