import { describe, expect, test } from 'vitest'
import { ulmAdvantages, type UlmOptions, type UlmRewards } from '../../../../src/grpo/advantages/ulm-advantages.js'
import { complaint, right } from './right.js'

const answer = (t2i: UlmRewards['t2i'], mm2t: UlmRewards['mm2t'], options: Partial<UlmOptions> = {}) =>
  right(ulmAdvantages({ t2i, mm2t }, { numGenerations: 2, ...options }))

const EPSILON = 1e-4

/** The advantages of a pair that differs by `gap`. */
const pair = (gap: number) => gap / 2 / (Math.abs(gap) * Math.SQRT1_2 + EPSILON)

describe('what is unified', () => {
  test('rewards: 0.8 times understanding beside generation', () => {
    const { t2i, mm2t, metrics } = answer([1, 0], [0, 1])
    expect([...t2i]).toEqual([expect.closeTo(pair(0.2), 12), expect.closeTo(-pair(0.2), 12)])
    expect(mm2t).toBe(t2i)
    expect(metrics).toEqual({ reward_unified: expect.closeTo(0.9, 12) })
  })

  test('advantages: each branch relative to itself first', () => {
    const { t2i, mm2t, metrics } = answer([1, 0], [0, 4], { unify: 'advantage', lambda: 0.5 })
    const value = pair(1) + 0.5 * pair(-4)
    expect([...t2i]).toEqual([expect.closeTo(value, 12), expect.closeTo(-value, 12)])
    expect(mm2t).toBe(t2i)
    expect(metrics).toEqual({ reward_t2i: 0.5, reward_mm2t: 2 })
  })

  test('nothing: each branch has its own', () => {
    const { t2i, mm2t } = answer([1, 0], [0, 4], { unify: 'none' })
    expect([t2i[0], mm2t[0]]).toEqual([expect.closeTo(pair(1), 12), expect.closeTo(pair(-4), 12)])
  })

  test('each branch weighs its own functions', () => {
    const images = [
      [1, 1],
      [0, 0],
    ]
    const { metrics } = answer(images, [4, 0], { unify: 'none', t2iWeights: [2, 1], mm2tWeights: [0.5] })
    expect(metrics).toEqual({ reward_t2i: 1.5, reward_mm2t: 1 })
  })
})

describe('where the released code and ours differ', () => {
  test('a row with nothing scored: 0 points there, left out here', () => {
    const images = [null, 1, 2]
    const answers = [0, 0, 0]
    const ours = answer(images, answers, { numGenerations: 3, unify: 'none' })
    expect([...ours.t2i]).toEqual([0, expect.closeTo(pair(-1), 12), expect.closeTo(pair(1), 12)])
    expect(ours.metrics['reward_t2i']).toBe(1.5)
    const released = answer(images, answers, { numGenerations: 3, unify: 'none', variant: 'released' })
    expect([...released.t2i]).toEqual([-1, 0, 1].map((a) => expect.closeTo(a / (1 + EPSILON), 12)))
    expect(released.metrics['reward_t2i']).toBe(1)
  })

  test('a unified reward with one half missing is missing', () => {
    expect([...answer([null, 1, 0, 1], [1, 1, 1, 1]).t2i.slice(0, 2)]).toEqual([0, 0])
  })

  test('a unified advantage with one half missing has the other half', () => {
    const { t2i } = answer([1, 0], [null, 1], { unify: 'advantage' })
    expect(t2i[0]).toBeCloseTo(pair(1), 12)
  })

  test('a group of one: NaN there, refused here', () => {
    expect([...answer([1], [1], { numGenerations: 1, variant: 'released' }).t2i]).toEqual([NaN])
    expect(complaint(ulmAdvantages({ t2i: [1], mm2t: [1] }, { numGenerations: 1 }))).toBe(
      "ulmAdvantages: expected an integer of at least 2 (1 in the variant 'released' alone) for `numGenerations`, got 1",
    )
  })
})

test.each<[object, object, string]>([
  [{ t2i: [1, Infinity] }, {}, 'finite numbers, null or NaN for `t2i`, got Infinity at 1'],
  [{ mm2t: 'x' }, {}, 'rows of numbers or {shape, data} for `mm2t`, got "x"'],
  [{ mm2t: [1, 2, 3, 4] }, {}, '2 completions, as many as `t2i` has for `mm2t`, got 4'],
  [{ mm2t: [1, 2, 3] }, {}, 'a multiple of 2 completions (`numGenerations`) for `mm2t`, got 3'],
  [
    {},
    { mm2tWeights: [1, 2] },
    'an array of 1, a weight for each reward function for `mm2tWeights`, got an array of 2',
  ],
  [{}, { t2iWeights: [Infinity] }, 'a finite number for `t2iWeights[0]`, got Infinity'],
  [{}, { lambda: NaN }, 'a finite number for `lambda`, got NaN'],
  [
    {},
    { lambda: 1.7e308, unify: 'advantage', t2iWeights: [1] },
    'a number under which advantages stay finite for `lambda`, got 1.7e+308',
  ],
  [{}, { unify: 'both' }, "'reward', 'advantage' or 'none' for `unify`, got \"both\""],
  [{}, { variant: 'old' }, "'paper' or 'released' for `variant`, got \"old\""],
])('%o with %o is refused', (rewards, options, sentence) => {
  const sound = { t2i: [9, 0, 0, 0, 0, 0, 0, 0], mm2t: [9, 0, 0, 0, 0, 0, 0, 0] }
  const given = Object.keys(rewards).length === 0 ? sound : { t2i: [1, 0], mm2t: [1, 0], ...rewards }
  const numGenerations = given === sound ? 8 : 2
  expect(complaint(ulmAdvantages(given as UlmRewards, { numGenerations, ...options }))).toBe(
    `ulmAdvantages: expected ${sentence}`,
  )
})
