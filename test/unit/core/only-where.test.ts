import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { fromPointwise, onlyWhere, rejected, type RewardError, scored, sum } from '../../../src/core/index.js'
import { type Answer, answers, broken, echo, impossible, outcomes, owner, run, spy, turn } from './stub.js'

const numbers = (answer: Answer): Either<RewardError, boolean> => right(typeof answer === 'number')

describe('onlyWhere', () => {
  it('runs the reward for the samples it is for, in one batch, and skips the others', async () => {
    const inner = spy(echo('e'))
    const reward = onlyWhere(inner, (answer: Answer) => right(answer !== 7), { why: 'it is seven' })
    expect(await outcomes(reward, [1, 7, 'skip', 'fail', 2])).toMatchObject([
      scored(1),
      { _tag: 'Skipped', reason: { code: 'not-applicable', message: 'it is seven' } },
      { _tag: 'Skipped', reason: { code: 'not-applicable', message: 'no picture' } },
      { _tag: 'Failed' },
      scored(2),
    ])
    expect(inner.batches).toEqual([[1, 'skip', 'fail', 2]])
  })

  it('does not run it at all where it is for none', async () => {
    const inner = spy(echo('e'))
    expect(
      await outcomes(
        onlyWhere(inner, () => right(false)),
        [1, 2],
      ),
    ).toMatchObject([{ _tag: 'Skipped', reason: { message: 'e does not apply to this sample' } }, { _tag: 'Skipped' }])
    expect(inner.batches).toEqual([])
  })

  it('Left of the rule fails the sample, and what the rule throws does: that sample alone', async () => {
    const inner = spy(echo('e'))
    const rule = (answer: Answer): Either<RewardError, boolean> => {
      if (answer === 0) throw new Error('zero')
      return answer === 1 ? left(broken) : right(true)
    }
    expect(await outcomes(onlyWhere(inner, rule), [0, 1, 2])).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'e', message: 'zero' } },
      { _tag: 'Failed', error: broken },
      { value: 2 },
    ])
    expect(inner.batches).toEqual([[2]])
  })

  it('name, range and parts stay; fields of reward and rule are declared where both are known', () => {
    const meta = { name: 'n', range: { min: 0, max: 9 }, deterministic: false, fields: ['image', 'prompt'] }
    const inner = fromPointwise<Answer>(meta, () => 1)
    expect(onlyWhere(inner, numbers, { fields: ['prompt', 'kind'] }).meta).toStrictEqual({
      ...meta,
      fields: ['image', 'prompt', 'kind'],
    })
    expect(onlyWhere(inner, numbers).meta.fields).toEqual([])
    expect(onlyWhere(echo('e'), numbers, { fields: ['kind'] }).meta.fields).toEqual([])
    expect(Object.keys(onlyWhere(sum([echo('a'), echo('b')]), numbers).meta.parts ?? {})).toEqual(['a', 'b'])
  })

  it('leaves a sum under trl to the terms of the kind', async () => {
    const low = onlyWhere(echo('low'), (answer: Answer) => right(typeof answer === 'number' && answer < 10))
    const even = onlyWhere(echo('even'), (answer: Answer) => right(typeof answer === 'number' && answer % 2 === 0))
    expect(await answers(sum([low, even], { skips: 'trl' }), [1, 2, 12, 13])).toEqual([1, 4, 12, 'Skipped'])
  })

  it('keeps Left, tells an impossible reward by the empty batch, and owns what it holds', async () => {
    expect(
      await run(
        onlyWhere(impossible(), () => right(true)),
        [1],
      ),
    ).toMatchObject({ left: { _tag: 'Unavailable' } })
    expect(
      await run(
        onlyWhere(rejected('r', broken), () => right(false)),
        [],
      ),
    ).toEqual(left(broken))
    const part = owner()
    await onlyWhere(part, () => right(true))[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })

  it('leaves the event loop free while it asks, and stops when it is cancelled', async () => {
    let time = 0
    let asked = 0
    const controller = new AbortController()
    const inner = spy(echo('e'))
    const reward = onlyWhere(inner, () => {
      asked++
      time += 20
      return right(true)
    })
    setImmediate(() => controller.abort('enough'))
    expect(await run(reward, [1, 2, 3, 4, 5], { signal: controller.signal, clock: () => time })).toMatchObject({
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    for (let i = 0; i < 6; i++) await turn()
    expect(asked).toBeLessThan(5)
    expect(inner.batches).toEqual([])
  })
})
