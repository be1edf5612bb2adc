import { describe, expect, test } from 'vitest'
import type { RewardError } from '../../../../src/core/error.js'
import { tokenLogProbs } from '../../../../src/grpo/log-probs/token-log-probs.js'
import { RewardException } from '../../../../src/score.js'
import { type Case, expectedTokens, furthest, idsFor, spread } from './reference.js'

const run = (
  { shape, data, ids, mask, temperature }: Case & { readonly data: Float32Array | Float64Array },
  threads = 1,
) =>
  tokenLogProbs({ shape, data }, ids, {
    ...(mask && { completionMask: { shape: shape.slice(0, 2), data: mask } }),
    ...(temperature && { temperature }),
    threads,
  })

const errorOf = (call: () => unknown): RewardError => {
  try {
    call()
  } catch (cause) {
    if (cause instanceof RewardException) return cause.error
    throw cause
  }
  throw new Error('nothing was thrown')
}

const caseOf = (B: number, T: number, V: number, size = 10) => ({
  shape: [B, T, V] as const,
  data: spread(B * T * V, size),
  ids: idsFor(B * T, V),
})

describe('against the definition in float64', () => {
  test('two tokens of one half each: log 1/2, and an entropy of log 2', () => {
    const { logProbs, entropies } = run({ shape: [1, 1, 2], data: Float32Array.of(3, 3), ids: [1] })
    expect(logProbs).toEqual({ shape: [1, 1], data: Float64Array.of(-Math.log(2)) })
    expect(entropies).toEqual({ shape: [1, 1], data: Float64Array.of(Math.log(2)) })
  })

  test('probabilities 1/4 and 3/4 by logits 0 and log 3: log 3/4, and their entropy', () => {
    const { logProbs, entropies } = run({ shape: [1, 1, 2], data: Float64Array.of(0, Math.log(3)), ids: [1] })
    expect(logProbs.data[0]).toBeCloseTo(Math.log(0.75), 14)
    expect(entropies.data[0]).toBeCloseTo(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 14)
  })

  test.each([1, 2, 3, 5, 15, 16, 17, 63, 64, 65, 257, 1003, 8192, 40_001])('float32 with a vocabulary of %i', (V) => {
    const given = caseOf(2, 3, V)
    const got = run(given)
    const want = expectedTokens(given)
    expect(furthest(got.logProbs.data, want.logProbs)).toBeLessThan(2e-6)
    expect(furthest(got.entropies.data, want.entropies)).toBeLessThan(2e-6)
  })

  test('float64 as exact as float64', () => {
    const given = { ...caseOf(2, 3, 101), data: Float64Array.from(spread(606, 30)) }
    const got = run(given)
    const want = expectedTokens(given)
    expect(furthest(got.logProbs.data, want.logProbs)).toBeLessThan(1e-13)
    expect(furthest(got.entropies.data, want.entropies)).toBeLessThan(1e-13)
  })

  test('a vocabulary of one token is certain', () => {
    const { logProbs, entropies } = run(caseOf(2, 2, 1))
    expect([...logProbs.data, ...entropies.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  test.each([0.01, 0.7, 1, 1.5, 100, 1e30, 1e-30])('a temperature of %d', (temperature) => {
    const given = { ...caseOf(1, 4, 50), temperature }
    const got = run(given)
    const want = expectedTokens(given)
    for (const [row, value] of want.logProbs.entries()) {
      expect(Math.abs(got.logProbs.data[row]! - value)).toBeLessThanOrEqual(1e-6 + 1e-6 * Math.abs(value))
    }
    expect(furthest(got.entropies.data, want.entropies)).toBeLessThan(1e-6)
  })

  test('logits of 10,000, near each other and far apart', () => {
    const data = Float32Array.of(1e4, 1e4 - 1, -1e4, 9999.5, -1e4, -1e4, -1e4, -1e4 + 2)
    const given = { shape: [1, 2, 4] as const, data, ids: [2, 3] }
    const got = run(given)
    const want = expectedTokens(given)
    expect(furthest(got.logProbs.data, want.logProbs)).toBeLessThan(2e-3 * 1e-3)
    expect(furthest(got.entropies.data, want.entropies)).toBeLessThan(1e-6)
  })

  test('a banned token has no part in it', () => {
    const data = Float32Array.of(-Infinity, 1, -Infinity, 2)
    const without = run({ shape: [1, 1, 2], data: Float32Array.of(1, 2), ids: [0] })
    expect(run({ shape: [1, 1, 4], data, ids: [1] })).toEqual(without)
    expect(run({ shape: [1, 1, 4], data: Float64Array.from(data), ids: [1] }).entropies.data[0]).toBeCloseTo(
      without.entropies.data[0]!,
      7,
    )
  })
})

describe('the mask', () => {
  const given = { ...caseOf(2, 3, 20), mask: [1, 1, 0, 0, 1, 1] }

  test('is 0 where the mask is 0, and as ever elsewhere', () => {
    const got = run(given)
    const want = expectedTokens(given)
    expect([got.logProbs.data[2], got.entropies.data[3]]).toEqual([0, 0])
    expect(furthest(got.logProbs.data, want.logProbs)).toBeLessThan(1e-6)
  })

  test('what is there does not matter: neither NaN nor an id out of range', () => {
    const data = given.data.slice()
    data.fill(NaN, 40, 80)
    expect(run({ ...given, data, ids: given.ids.map((id, row) => (given.mask[row] === 0 ? -100 : id)) })).toEqual(
      run(given),
    )
  })

  test('nothing counts: zeros', () => {
    expect(run({ ...given, mask: [0, 0, 0, 0, 0, 0] }).logProbs.data).toEqual(new Float64Array(6))
  })
})

describe('forms of ids', () => {
  const { shape, data } = caseOf(2, 2, 9)
  test.each([
    [
      'rows',
      [
        [1, 2],
        [3, 8],
      ],
    ],
    ['rows in typed arrays', [Int32Array.of(1, 2), Int32Array.of(3, 8)]],
    ['one array', Int32Array.of(1, 2, 3, 8)],
    ['with a shape', { shape: [2, 2], data: [1, 2, 3, 8] }],
  ])('%s', (_, ids) => {
    expect(tokenLogProbs({ shape, data }, ids as any)).toEqual(run({ shape, data, ids: [1, 2, 3, 8] }))
  })
})

describe('what is refused, by name', () => {
  const { shape, data, ids } = caseOf(2, 2, 9)
  const withLogit = (at: number, value: number) => {
    const changed = data.slice()
    changed[at] = value
    return changed
  }
  test.each([
    ['NaN', withLogit(9 + 4, NaN), { field: 'logits[0][1]', received: 'NaN' }],
    ['Infinity', withLogit(2 * 9, Infinity), { field: 'logits[1][0]', received: 'Infinity' }],
    [
      'nothing but -Infinity',
      data.slice().fill(-Infinity, 27),
      { field: 'logits[1][1]', received: '-Infinity everywhere' },
    ],
    [
      'a banned token that was chosen',
      withLogit(ids[0]!, -Infinity),
      { field: `logits[0][0][${ids[0]}]`, received: '-Infinity' },
    ],
  ])('%s among the logits, in float32 and in float64', (_, logits, error) => {
    expect(errorOf(() => run({ shape, data: logits, ids }))).toMatchObject({
      _tag: 'InvalidInput',
      reward: 'tokenLogProbs',
      ...error,
    })
    expect(errorOf(() => run({ shape, data: Float64Array.from(logits), ids }))).toMatchObject(error)
  })

  test('NaN wherever it stands, whatever the others are', () => {
    for (const rest of [-5, 0, 5]) {
      for (let at = 0; at < 150; at++) {
        const logits = new Float32Array(150).fill(rest)
        logits[(at + 1) % 150] = 0
        logits[at] = NaN
        expect(errorOf(() => run({ shape: [1, 1, 150], data: logits, ids: [(at + 7) % 150] }))).toMatchObject({
          received: 'NaN',
        })
      }
    }
  })

  test.each([-1, 9, 1.5, NaN, null])('an id of %s', (id) => {
    const error = errorOf(() =>
      tokenLogProbs({ shape, data }, [
        [1, 2],
        [3, id],
      ]),
    )
    expect(error).toMatchObject({ field: 'ids[1][1]', expected: 'a whole number from 0 to 8' })
  })

  test.each([
    ['logits', { shape: [2, 2, 8], data }, ids, {}],
    ['logits', { shape: [2, 18], data }, ids, {}],
    ['logits', { shape, data: Array.from(data) }, ids, {}],
    ['logits', null, ids, {}],
    [
      'ids',
      { shape, data },
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      {},
    ],
    ['ids', { shape, data }, 'abcd', {}],
    ['completionMask', { shape, data }, ids, { completionMask: [[1], [1]] }],
    [
      'completionMask[0][1]',
      { shape, data },
      ids,
      {
        completionMask: [
          [1, 2],
          [1, 0],
        ],
      },
    ],
  ])('%s of the wrong form', (field, logits, given, options) => {
    expect(errorOf(() => tokenLogProbs(logits as any, given as any, options as any))).toMatchObject({
      _tag: 'InvalidInput',
      field,
    })
  })

  test.each([0, -1, NaN, Infinity, '1', 1e-40])('a temperature of %s', (temperature) => {
    const error = errorOf(() => tokenLogProbs({ shape, data }, ids, { temperature: temperature as number }))
    expect(error).toMatchObject({ _tag: 'InvalidOption', option: 'temperature' })
  })

  test('an option of another name, and options that are no object', () => {
    const logits = { shape: [1, 1, 2] as const, data: Float64Array.of(0, 0) }
    const call = (options: any) => () => tokenLogProbs(logits, [[0]], options)
    expect(call({ temprature: 2 })).toThrow('an option (temperature, completionMask, threads) for `temprature`, got 2')
    expect(call(null)).toThrow('expected an object for `options`, got null')
  })

  test.each([0, 1.5, '2'])('%s threads', (threads) => {
    const error = errorOf(() => tokenLogProbs({ shape, data }, ids, { threads: threads as number }))
    expect(error).toMatchObject({ _tag: 'InvalidOption', option: 'threads' })
  })
})
