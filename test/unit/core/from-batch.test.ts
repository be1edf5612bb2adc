import { describe, expect, it, vi } from 'vitest'
import { fromBatch, scored, skipped } from '../../../src/core/index.js'
import { outcomes, run, unit } from './stub.js'

const init = { name: 'm', range: unit }

describe('fromBatch', () => {
  it('calls the judge once, with batch and context, and takes numbers and outcomes', async () => {
    const judge = vi.fn(() => Promise.resolve([0.5, skipped('missing-field', 'no gold')]))
    const context = { clock: () => 0 }
    expect(await outcomes(fromBatch(init, judge), ['a', 'b'], context)).toStrictEqual([
      scored(0.5),
      skipped('missing-field', 'no gold'),
    ])
    expect(judge.mock.calls).toEqual([[['a', 'b'], context]])
    await outcomes(fromBatch(init, judge), ['a', 'b'])
    expect(judge.mock.calls[1]).toEqual([['a', 'b'], {}])
  })

  it('answers an empty batch by itself', async () => {
    const judge = vi.fn(() => [])
    expect(await outcomes(fromBatch(init, judge), [])).toEqual([])
    expect(judge).not.toHaveBeenCalled()
  })

  it('what the judge throws or rejects with is Left', async () => {
    const cause = new Error('no memory')
    const left = { _tag: 'Left', left: { _tag: 'Unexpected', reward: 'm', message: 'no memory', cause } }
    const throwing = (): never => {
      throw cause
    }
    expect(await run(fromBatch(init, throwing), [0])).toEqual(left)
    expect(
      await run(
        fromBatch(init, () => Promise.reject(cause)),
        [0],
      ),
    ).toEqual(left)
  })

  it('checks what comes back', async () => {
    expect(
      await run(
        fromBatch(init, () => [1]),
        [0, 0],
      ),
    ).toMatchObject({ left: { _tag: 'WrongLength' } })
    expect(
      await outcomes(
        fromBatch(init, () => [NaN, 2]),
        [0, 0],
      ),
    ).toMatchObject([{ error: { _tag: 'NonFinite' } }, { error: { _tag: 'OutOfRange' } }])
  })
})
