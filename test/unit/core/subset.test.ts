import { describe, expect, it } from 'vitest'
import { scored } from '../../../src/core/index.js'
import { rescore, rowsWhere } from '../../../src/core/subset.js'
import { type Answer, echo, impossible, skip, spy } from './stub.js'

const before = [skip, skip, skip]

describe('rescore', () => {
  it('puts what comes out where it belongs and leaves the rest', async () => {
    const reward = spy(echo('a'))
    const batch: ReadonlyArray<Answer> = [1, 2, 3]
    const context = { clock: () => 0 }
    expect(await rescore(reward, batch, before, [2, 0], context)()).toEqual({
      _tag: 'Right',
      right: [scored(1), skip, scored(3)],
    })
    expect(reward.batches).toEqual([[3, 1]])
    expect(reward.contexts).toEqual([context])
    expect(before).toEqual([skip, skip, skip])
  })

  it('runs nothing where nothing is asked', async () => {
    expect(await rescore(impossible(), [1, 2, 3], before, [], undefined)()).toEqual({ _tag: 'Right', right: before })
    expect(await rescore(impossible(), [1, 2, 3], before, [1], undefined)()).toMatchObject({ _tag: 'Left' })
  })
})

it('rowsWhere gives the rows in order', () => {
  expect(rowsWhere([scored(1), skip, scored(2)], ({ _tag }) => _tag === 'Scored')).toEqual([0, 2])
  expect(rowsWhere([], () => true)).toEqual([])
})
