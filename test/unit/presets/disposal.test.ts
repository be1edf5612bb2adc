import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { fromPointwise } from '../../../src/core/from-pointwise.js'
import { rejected } from '../../../src/core/make.js'
import type { RewardEntry } from '../../../src/presets/entry.js'

const freed: Array<string> = []

/** A reward that holds something, and says when it is freed. */
vi.mock('../../../src/presets/registry.js', async (original) => {
  const { registry } = await original<{ registry: ReadonlyMap<string, RewardEntry> }>()
  const held: RewardEntry = {
    ...(registry.get('format') as RewardEntry),
    id: 'held',
    options: () => z.strictObject({ id: z.string() }),
    load: (options) => {
      const { id } = options as { id: string }
      const reward =
        id === 'refused'
          ? rejected('held', REFUSED)
          : fromPointwise({ name: 'held', range: { min: 0, max: 1 } }, () => 1)
      return TE.of({
        ...reward,
        [Symbol.asyncDispose]: () => {
          freed.push(id)
          return id === 'bad' ? Promise.reject(new Error('stuck')) : Promise.resolve()
        },
      })
    },
  }
  return { registry: new Map([...registry, ['held', held]]) }
})

const REFUSED = { _tag: 'InvalidOption', reward: 'held', option: 'id', expected: 'another', received: 'this' } as const

beforeEach(() => {
  freed.length = 0
})

it('a part that does not load frees those before it, and its error is the one told', async () => {
  const { fromSpec } = await import('../../../src/presets/index.js')
  const spec = { sum: [{ held: { id: 'bad' } }, { product: [{ held: { id: 'b' } }, 'math'] }, { held: { id: 'c' } }] }
  const result = await fromSpec(spec)()
  expect(result).toMatchObject({ left: { _tag: 'Unavailable', reward: 'math' } })
  expect(freed.sort()).toEqual(['b', 'bad'])
})

it('a combinator that refuses its parts frees them', async () => {
  const { fromSpec } = await import('../../../src/presets/index.js')
  expect(await fromSpec({ clamp: [{ held: { id: 'a' } }, 2, 1] })()).toMatchObject({ left: { path: 'clamp' } })
  expect(freed).toEqual(['a'])
})

it('a reward that is refused once it is loaded frees what it holds itself', async () => {
  const { fromSpec } = await import('../../../src/presets/index.js')
  expect(await fromSpec({ held: { id: 'refused' } })()).toMatchObject({
    left: { _tag: 'InvalidSpec', path: 'held.id' },
  })
  expect(freed).toEqual(['refused'])
})

it('disposing of a loaded reward frees its parts; a spec that is invalid anywhere loads nothing', async () => {
  const { fromSpec } = await import('../../../src/presets/index.js')
  const loaded = await fromSpec({ named: [{ sum: [{ held: { id: 'a' } }, { held: { id: 'b' } }] }, 'x'] })()
  if (loaded._tag === 'Left') throw new Error(loaded.left._tag)
  await loaded.right[Symbol.asyncDispose]?.()
  expect(freed.sort()).toEqual(['a', 'b'])
  await fromSpec({ sum: [{ held: { id: 'c' } }, { mcq: { variant: 1 } }] })()
  expect(freed).toHaveLength(2)
})
