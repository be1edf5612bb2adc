import { describe, expect, it, vi } from 'vitest'
import { contramap, fromPointwise, scored } from '../../../src/core/index.js'
import { echo, impossible, outcomes, owner, run, spy, turn, type Answer } from './stub.js'

describe('contramap', () => {
  const row = (answer: Answer): { readonly row: Answer } => ({ row: answer })

  it('reads samples through f; name, range and parts stay, fields are not known any more', async () => {
    const inner = fromPointwise<number>(
      { name: 'n', range: { min: 0, max: 9 }, fields: ['n'], deterministic: false },
      (n) => scored(n, { seen: n }),
    )
    const reward = contramap(inner, (text: string) => text.length)
    expect(reward.meta).toStrictEqual({ ...inner.meta, fields: [] })
    expect(await outcomes(reward, ['', 'abc'])).toStrictEqual([scored(0, { seen: 0 }), scored(3, { seen: 3 })])
  })

  it('what f throws fails that sample alone; the reward never sees it', async () => {
    const inner = spy(echo('e'))
    const reward = contramap(inner, (sample: { readonly row: Answer } | null) => (sample as { row: Answer }).row)
    expect(await outcomes(reward, [row(1), null, row('skip'), row('fail'), row(2)])).toMatchObject([
      { value: 1 },
      { _tag: 'Failed', error: { _tag: 'Unexpected', reward: 'e', message: expect.stringContaining('null') } },
      { _tag: 'Skipped' },
      { _tag: 'Failed', error: { _tag: 'MissingField' } },
      { value: 2 },
    ])
    expect(inner.batches).toEqual([[1, 'skip', 'fail', 2]])
  })

  it('runs nothing where no sample can be read', async () => {
    const inner = spy(echo('e'))
    const refuse = (): never => {
      throw new Error('no')
    }
    expect(await outcomes(contramap(inner, refuse), [1, 2])).toMatchObject([{ _tag: 'Failed' }, { _tag: 'Failed' }])
    expect(inner.batches).toEqual([])
  })

  it('leaves the event loop free while it reads, and stops when it is cancelled', async () => {
    let time = 0
    const controller = new AbortController()
    const inner = spy(echo('e'))
    const read = vi.fn((answer: Answer): Answer => {
      time += 20
      return answer
    })
    const reward = contramap(inner, read)
    setImmediate(() => controller.abort('enough'))
    expect(await run(reward, [1, 2, 3, 4, 5], { signal: controller.signal, clock: () => time })).toMatchObject({
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    for (let i = 0; i < 6; i++) await turn()
    expect(read.mock.calls.length).toBeLessThan(5)
    expect(inner.batches).toEqual([])
  })

  it('keeps Left and owns what it holds', async () => {
    expect(
      await run(
        contramap(impossible(), (x) => x),
        [1],
      ),
    ).toMatchObject({ _tag: 'Left', left: { _tag: 'Unavailable' } })
    const part = owner()
    await contramap(part, (x) => x)[Symbol.asyncDispose]?.()
    expect(part.ends()).toBe(1)
  })
})
