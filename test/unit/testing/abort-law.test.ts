import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type Reward, scored } from '../../../src/core/index.js'
import { check, good, raise, samples, wild } from './wild.js'

describe('abort', () => {
  const abortable = (answer: (signal: AbortSignal) => Promise<unknown>): Reward<number> =>
    wild((batch, context) =>
      context?.signal === undefined ? E.right(batch.map((n) => scored(n))) : answer(context.signal),
    )
  const right = E.right(samples.map((n) => scored(n)))
  const left = E.left({ _tag: 'Aborted', reason: '' })
  const fired = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve())
    })
  const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

  it('a reward that heeds the signal, or is over at once, keeps it', async () => {
    expect(await check(abortable(async (signal) => (await fired(signal), left)))).toEqual([])
    expect(await check(abortable(async (signal) => (signal.aborted ? left : right)))).toEqual([])
  })

  it('a reward that does not look before it starts', async () => {
    expect(await check(abortable(async () => right))).toEqual([
      {
        law: 'abort',
        message: 'cancelled before the start of a run: expected Left Aborted, got Right of 4 outcomes',
      },
    ])
  })

  it('a reward that goes on to its end', async () => {
    const deaf = abortable(async (signal) => (signal.aborted ? left : (await later(30), right)))
    expect((await check(deaf)).map(({ message }) => message)).toEqual([
      'cancelled at the start of a run: expected Left Aborted, got Right of 4 outcomes',
      'cancelled 5 ms after the start of a run: expected Left Aborted, got Right of 4 outcomes',
    ])
  })

  it('a reward that hangs', async () => {
    const found = await check(
      abortable(() => new Promise(() => undefined)),
      { bad: [], abortWithinMs: 2 },
    )
    expect(found.map(({ message }) => message.replace(/\d+ ms$/, '? ms'))).toEqual(
      ['before', 'at', '5 ms after'].map((moment) => `cancelled ${moment} the start of a run: no answer after ? ms`),
    )
  })

  it('a reward that answers with another error', async () => {
    const broken = abortable(async () => E.left({ _tag: 'Unavailable', reward: 'own', reason: 'gone' }))
    expect((await check(broken)).map(({ message }) => message.split(': expected ')[1])).toEqual(
      Array(3).fill('Left Aborted, got Left: own: gone'),
    )
    const throwing = abortable(async () => raise('gone'))
    expect((await check(throwing))[0]?.message).toContain('got scoring threw or rejected: Error: gone')
  })

  it('a reward that is late, by the clock that is given', async () => {
    let time = 0
    const clock = (): number => (time += 60)
    const found = await check(
      abortable(async (signal) => (await fired(signal), left)),
      { bad: [], clock },
    )
    expect(found.map(({ law, message }) => [law, message.slice(-22)])).toEqual(
      Array(3).fill(['abort', ': answered after 60 ms']),
    )
    time = 0
    expect(await check(good, { bad: [], clock, abortWithinMs: 60 })).toEqual([])
  })
})
