import { describe, expect, test } from 'vitest'
import { failed, format, type Outcome, score, scored, skipped } from '../../../../src/index.js'
import {
  advantagesOfOutcomes,
  type OutcomeOptions,
  type ScoreLine,
} from '../../../../src/grpo/advantages/advantages-of-outcomes.js'
import { outcomeJson } from '../../../../src/cli/outcome-json.js'
import { complaint, right } from './right.js'

const options: OutcomeOptions = { numGenerations: 2, scaleRewards: 'none' }

const valuesOf = (outcomes: ReadonlyArray<Outcome | ScoreLine>, more: Partial<OutcomeOptions> = {}) => [
  ...right(advantagesOfOutcomes(outcomes, { ...options, ...more })).advantages,
]

const skip = skipped('missing-field', 'no gold answer')
const fail = failed({ _tag: 'MissingField', reward: 'mcq', field: 'answer' })
const withParts = (outcome: Outcome, parts: Readonly<Record<string, Outcome>>): Outcome => ({ ...outcome, parts })
const lines = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<ScoreLine> =>
  outcomes.map((outcome) => JSON.parse(outcomeJson(outcome)) as ScoreLine)

describe('values', () => {
  const outcomes = [scored(1), scored(0), skip, scored(3), scored(2), scored(2)]

  test('of outcomes; a skipped sample has no reward', () => {
    expect(valuesOf(outcomes)).toEqual([0.5, -0.5, 0, 0, 0, 0])
  })

  test('of the lines that `corl score` writes of them', () => {
    expect(valuesOf(lines(outcomes))).toEqual([0.5, -0.5, 0, 0, 0, 0])
  })

  test('straight out of a reward', async () => {
    const whole = { completion: '<think>t</think><answer>a</answer>' }
    const outcomes = await score(format(), [whole, { completion: 'a' }])
    expect(valuesOf(outcomes)).toEqual([0.5, -0.5])
  })
})

describe('parts', () => {
  const outcomes = [
    withParts(scored(1), { format: scored(1), mcq: scored(0) }),
    withParts(scored(1), { format: scored(0), mcq: scored(1) }),
    withParts(skip, { format: scored(1) }),
    withParts(scored(3), { format: scored(0), mcq: skip }),
  ]

  test.each([
    ['outcomes', outcomes],
    ['lines', lines(outcomes)],
  ])('of %s are rewards of their own, with weights and names', (_, given) => {
    const received = right(advantagesOfOutcomes(given, { ...options, parts: ['format', 'mcq'], rewardWeights: [1, 3] }))
    expect([...received.advantages]).toEqual([-1, 1, 0.5, -0.5])
    expect(received.metrics).toMatchObject({ 'rewards/format/mean': 0.5, 'rewards/mcq/mean': 0.5 })
  })

  test('that are not there', () => {
    const result = advantagesOfOutcomes([scored(1), scored(0)], { ...options, parts: ['toString'] })
    expect(complaint(result)).toBe('advantagesOfOutcomes: expected a part "toString" for `outcomes[0]`, got none')
  })

  test.each<[unknown, string]>([
    [[], 'an array of 0'],
    [['a', 'a'], 'an array of 2'],
    ['a', '"a"'],
    [[1], 'an array of 1'],
  ])('named wrongly: %o', (parts, received) => {
    const result = advantagesOfOutcomes([scored(1)], { ...options, parts: parts as ReadonlyArray<string> })
    expect(complaint(result)).toBe(
      `advantagesOfOutcomes: expected an array of at least one name, all different for \`parts\`, got ${received}`,
    )
  })
})

describe('a sample that could not be scored', () => {
  const outcomes = [scored(1), fail]
  const sentence =
    "advantagesOfOutcomes: expected a sample that was scored or skipped (`failures: 'skip'` lets it pass) for `outcomes[1]`, got mcq: expected a value for `answer`, got nothing"

  test.each([
    ['outcomes', outcomes],
    ['lines', lines(outcomes)],
  ])('ends the whole, with its own sentence: %s', (_, given) => {
    expect(complaint(advantagesOfOutcomes(given, options))).toBe(sentence)
  })

  test.each([
    ['outcomes', outcomes],
    ['lines', lines(outcomes)],
  ])('counts as skipped where that is asked for: %s', (_, given) => {
    expect(valuesOf([...given, scored(2), scored(0)], { failures: 'skip' })).toEqual([0, 0, 1, -1])
  })

  test('as a part', () => {
    const parts = [withParts(fail, { format: scored(1), mcq: fail }), withParts(fail, { format: scored(0), mcq: fail })]
    expect(valuesOf(parts, { parts: ['format'] })).toEqual([0.5, -0.5])
    expect(complaint(advantagesOfOutcomes(parts, { ...options, parts: ['mcq'] }))).toMatch(/outcomes\[0\]/)
    expect(complaint(advantagesOfOutcomes([fail, fail], { ...options, parts: ['format'] }))).toMatch(/outcomes\[0\]/)
  })
})

test.each<[unknown, string]>([
  [[], 'an array of at least one outcome for `outcomes`, got an array of 0'],
  ['lines', 'an array of at least one outcome for `outcomes`, got "lines"'],
  [[null, scored(1)], 'an outcome or a line of `corl score` for `outcomes[0]`, got null'],
  [[1, 2], 'an outcome or a line of `corl score` for `outcomes[0]`, got 1'],
  [[{}, scored(1)], 'a finite `value`, or null for `outcomes[0]`, got nothing'],
  [[{ value: '1' }, scored(1)], 'a finite `value`, or null for `outcomes[0]`, got "1"'],
  [[{ _tag: 'Scored', value: NaN }, scored(1)], 'a finite `value`, or null for `outcomes[0]`, got NaN'],
  [[{ _tag: 'Scored', value: null }, scored(1)], 'a finite `value`, or null for `outcomes[0]`, got null'],
  [[{ value: Infinity }, scored(1)], 'a finite `value`, or null for `outcomes[0]`, got Infinity'],
  [Array.from({ length: 2 }), 'an outcome or a line of `corl score` for `outcomes[0]`, got nothing'],
])('%o is refused', (outcomes, sentence) => {
  const result = advantagesOfOutcomes(outcomes as ReadonlyArray<Outcome>, { ...options, failures: 'skip' })
  expect(complaint(result)).toBe(`advantagesOfOutcomes: expected ${sentence}`)
})

test('an error put together by hand is told as far as it goes', () => {
  for (const error of [undefined, null, 7, { _tag: 'UnknownReward' }, {}]) {
    const result = advantagesOfOutcomes([{ _tag: 'Failed', error } as unknown as Outcome, scored(1)], options)
    expect(complaint(result)).toMatch(/outcomes\[0\]`, got (nothing|null|7|an object)$/)
  }
})

test('failures of another name', () => {
  const result = advantagesOfOutcomes([scored(1)], { ...options, failures: 'zero' as 'skip' })
  expect(complaint(result)).toBe("advantagesOfOutcomes: expected 'refuse' or 'skip' for `failures`, got \"zero\"")
})
