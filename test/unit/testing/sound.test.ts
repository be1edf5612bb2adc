import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { rejected, type Reward, type RewardError, type RewardMeta, scored, skipped } from '../../../src/core/index.js'
import { check, each, laws, meta, raise, raw } from './wild.js'

describe('answers', () => {
  it.each<[string, Reward<number>, string]>([
    ['throws', { meta, score: () => raise('at once') }, 'scoring threw or rejected: Error: at once'],
    ['rejects', raw(() => raise('later')), 'scoring threw or rejected: Error: later'],
    [
      'throws what has no text',
      raw(() => raise(Object.create(null))),
      'scoring threw or rejected: something that has no text',
    ],
    ['is nothing', raw(() => undefined), 'the answer is neither Right of an array nor Left of an error'],
    ['is Right of no array', raw(() => E.right('ok')), 'the answer is neither Right of an array nor Left of an error'],
    ['is Left of no error', raw(() => E.left(null)), 'the answer is neither Right of an array nor Left of an error'],
    [
      'is outcomes alone',
      raw((batch) => batch.map(() => scored(1))),
      'the answer is neither Right of an array nor Left of an error',
    ],
  ])('%s', async (_, reward, message) => {
    expect(await check(reward)).toContainEqual({ law: 'answers', message })
  })

  it('Left for good samples is told with its sentence', async () => {
    const error: RewardError = { _tag: 'Unavailable', reward: 'own', reason: 'no machine' }
    expect(await check(rejected('own', error))).toContainEqual({ law: 'answers', message: 'Left: own: no machine' })
  })
})

it('length', async () => {
  expect(await check(raw((batch) => E.right(batch.slice(1).map(() => scored(1)))))).toContainEqual({
    law: 'length',
    message: '3 outcomes for 4 samples',
  })
})

describe('well-formed', () => {
  it.each<[unknown, string]>([
    [1, 'not an outcome: 1'],
    [undefined, 'not an outcome: nothing'],
    [{ _tag: 'Right', value: 1 }, 'not an outcome: an object'],
    [{ _tag: 'Scored', value: '1' }, 'not an outcome: an object'],
    [{ _tag: 'Scored', value: 1, parts: 3 }, 'not an outcome: an object'],
    [{ _tag: 'Skipped', reason: 'x' }, 'not an outcome: an object'],
    [{ _tag: 'Skipped', reason: {} }, 'not an outcome: an object'],
    [{ _tag: 'Failed', error: {} }, 'not an outcome: an object'],
    [{ _tag: 'Failed' }, 'not an outcome: an object'],
    [{ ...scored(1), parts: { a: { ...scored(1), parts: { b: 7 } } } }, 'part a > b: not an outcome: 7'],
  ])('row %#', async (outcome, message) => {
    const reward = each((sample) => (sample === 0.5 ? outcome : scored(sample)))
    expect(await check(reward)).toContainEqual({ law: 'well-formed', message, sample: 2 })
  })

  it('a hole among the outcomes', async () => {
    expect(await laws(raw((batch) => E.right(new Array(batch.length))))).toContain('well-formed')
  })
})

describe('finite', () => {
  it.each<[unknown, string]>([
    [scored(NaN), 'the value is NaN'],
    [scored(-Infinity), 'the value is -Infinity'],
    [scored(0, { n: NaN }), 'detail n holds a number that is not finite'],
    [scored(0, { n: ['a', Infinity] }), 'detail n holds a number that is not finite'],
    [{ ...skipped('missing-field', ''), parts: { a: scored(NaN) } }, 'part a: the value is NaN'],
    [
      { ...scored(0), parts: { a: { ...scored(0), parts: { b: scored(0, { n: NaN }) } } } },
      'part a > b: detail n holds a number that is not finite',
    ],
  ])('row %#', async (outcome, message) => {
    expect(await check(each((sample) => (sample === 0.25 ? outcome : scored(sample))))).toContainEqual({
      law: 'finite',
      message,
      sample: 1,
    })
  })
})

it('range: of the value, and of parts at any depth', async () => {
  expect(await check(each((sample) => scored(2 * sample)))).toContainEqual({
    law: 'range',
    message: '2 is outside [0, 1]',
    sample: 3,
  })
  const inner: RewardMeta = { ...meta, parts: { b: { ...meta, range: { min: -1, max: 0 } } } }
  const parts = { a: { ...scored(0), parts: { b: scored(0.5), stranger: scored(99) } } }
  expect(await check(each(() => ({ ...scored(0), parts }), { parts: { a: inner } }))).toContainEqual({
    law: 'range',
    message: 'part a > b: 0.5 is outside [-1, 0]',
    sample: 0,
  })
})
