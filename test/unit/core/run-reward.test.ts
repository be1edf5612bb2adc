import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  fallback,
  type Outcome,
  product,
  type Reward,
  scored,
  type ScoreContext,
  sum,
  timeout,
} from '../../../src/core/index.js'
import { retry } from '../../../src/core/retry.js'
import { RewardException, score } from '../../../src/score.js'

/** A reward put together by hand, as the interface allows: nothing of it has been checked. */
const handMade = (answer: (context?: ScoreContext) => unknown): Reward<object> => ({
  meta: { name: 'hand', range: { min: 0, max: 1 }, deterministic: true, fields: [] },
  score: (_, context) => () => Promise.resolve(answer(context) as E.Either<never, ReadonlyArray<Outcome>>),
})

const throwing: Reward<object> = {
  ...handMade(() => undefined),
  score: () => {
    throw new Error('bug')
  },
}

describe('a reward put together by hand', () => {
  it.each([
    [[scored(NaN)], { _tag: 'NonFinite' }],
    [[scored(2)], { _tag: 'OutOfRange', value: 2 }],
    [[{ _tag: 'Scored', value: 1, parts: { a: scored(NaN) } }], { message: 'the part "a" holds no outcome' }],
    [
      [{ _tag: 'Scored', value: 1, parts: { a: { ...scored(1), parts: { b: 3 } } } }],
      { message: 'the part "a/b" holds no outcome' },
    ],
    [[{ _tag: 'Scored', value: 1, parts: 3 }], { message: 'the part "parts" holds no outcome' }],
  ])('its outcome %j fails the sample', async (outcomes, error) => {
    const reward = handMade(() => E.right(outcomes))
    expect(await score(reward, [{}])).toMatchObject([{ _tag: 'Failed', error }])
    expect(await score(sum([reward]), [{}])).toMatchObject([{ _tag: 'Failed', error }])
  })

  it('too few outcomes are Left WrongLength, alone and as a part', async () => {
    const reward = handMade(() => E.right([]))
    for (const one of [reward, sum([reward]), product([reward])]) {
      await expect(score(one, [{}])).rejects.toMatchObject({ error: { _tag: 'WrongLength', expected: 1, received: 0 } })
    }
  })

  it('what it throws is a RewardException that says so, alone and as a part', async () => {
    for (const one of [throwing, sum([throwing]), timeout(throwing, 1000), retry(throwing, { delayMs: 0 })]) {
      const error: unknown = await score(one, [{}]).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(RewardException)
      expect(error).toMatchObject({ error: { _tag: 'Unexpected', reward: 'hand', message: 'bug' } })
    }
  })
})

describe('options from JavaScript', () => {
  const part = handMade(() => E.right([scored(1)]))

  it.each([
    ['skips', sum([part], { skips: 'foo' as never })],
    ['skips', product([part], { skips: 'renormalize' as never })],
    ['on', fallback(part, part, { on: 'zzz' as never })],
    ['on', retry(part, { on: 3 as never })],
    ['timeoutMs', timeout(part, '100' as never)],
  ])('%s out of its domain is Left InvalidOption', async (option, reward) => {
    expect(await reward.score([{}])()).toMatchObject({ left: { _tag: 'InvalidOption', option } })
  })
})
