import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { fileIdentity, shared } from '../../../../src/adapters/onnx/shared.js'
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

it('keeps what has one key apart from what has another', async () => {
  const [one, other] = [thing(), thing()]
  await Promise.all([shared('three', one.open)(), shared('four', other.open)()])
  expect([one.count.opened, other.count.opened]).toEqual([1, 1])
})

it('a failure is that of all who were waiting, and opens again for who asks afterwards', async () => {
  let opened = 0
  const error: RewardError = { _tag: 'Unavailable', reward: 'x', reason: 'not now' }
  const open = async () => {
    opened++
    return E.left(error)
  }
  const all = await Promise.all([shared('five', open)(), shared('five', open)()])
  expect(all).toEqual([E.left(error), E.left(error)])
  expect(opened).toBe(1)
  await shared('five', open)()
  expect(opened).toBe(2)
})

it('who asks while the last one leaves gets a new one', async () => {
  const { count, open } = thing()
  const first = await shared('six', open)()
  const leaving = E.isRight(first) ? first.right[Symbol.asyncDispose]() : undefined
  const [second] = await Promise.all([shared('six', open)(), leaving])
  expect(E.isRight(second)).toBe(true)
  expect(count).toEqual({ opened: 2, closed: 1 })
})

it('a file is told from the one that replaces it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-identity-'))
  const file = path.join(folder, 'weights')
  writeFileSync(file, 'one')
  const one = await fileIdentity(file)
  expect(await fileIdentity(path.join(folder, '.', 'weights'))).toBe(one)
  utimesSync(file, new Date(0), new Date(0))
  const older = await fileIdentity(file)
  writeFileSync(file, 'another')
  utimesSync(file, new Date(0), new Date(0))
  const larger = await fileIdentity(file)
  rmSync(folder, { recursive: true })
  expect(new Set([one, older, larger, await fileIdentity(file)]).size).toBe(4)
})
