import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { shared } from '../../../../src/adapters/onnx/shared.js'
import type { RewardError } from '../../../../src/core/error.js'

const thing = () => {
  const count = { opened: 0, closed: 0 }
  const open = async () => {
    count.opened++
    return E.right({
      name: 'thing',
      [Symbol.asyncDispose]: async () => {
        count.closed++
      },
    })
  }
  return { count, open }
}

it('opens once for all who ask at once, and closes with the last, once', async () => {
  const { count, open } = thing()
  const holders = await Promise.all([shared('one', open)(), shared('one', open)()])
  const [a, b] = holders.map((holder) => (holder as E.Right<AsyncDisposable & { name: string }>).right)
  expect(count).toEqual({ opened: 1, closed: 0 })
  await a![Symbol.asyncDispose]()
  await a![Symbol.asyncDispose]()
  expect(count.closed).toBe(0)
  await b![Symbol.asyncDispose]()
  expect(count).toEqual({ opened: 1, closed: 1 })
  await shared('one', open)()
  expect(count.opened).toBe(2)
})

it('forgets a failure', async () => {
  const { open } = thing()
  const error: RewardError = { _tag: 'Unavailable', reward: 'x', reason: 'not now' }
  expect(await shared('two', async () => E.left(error))()).toEqual(E.left(error))
  expect(E.isRight(await shared('two', open)())).toBe(true)
})
