import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestOf } from '../../../../src/cli/grpo/check/best-of.js'
import { dtypeChoice, dtypeOf, mightBeRounded } from '../../../../src/cli/grpo/check/guess-dtype.js'
import { firstDifference, largestOf, type Quantity, toleranceOf } from '../../../../src/cli/grpo/check/quantity.js'
import { parseLine } from '../../../../src/cli/grpo/case/parse-line.js'
import { advantageRecipe } from '../../../../src/cli/grpo/plain/advantage-recipe.js'
import { plainAdvantages } from '../../../../src/cli/grpo/plain/plain-advantages.js'
import { advantages } from '../../../../src/grpo/advantages/advantages.js'

const guess = (...numbers: ReadonlyArray<number>) => dtypeOf(numbers, { asked: undefined, otherwise: 'float32' })

describe("the type of a trainer's numbers", () => {
  it.each([
    ['float64', [1 / 3, 0.5]],
    ['float32', [Math.fround(1 / 3), 1]],
    ['float32', [0.333333, -12.5]],
    ['float16', [0.333251953125]],
    ['bfloat16', [0.333984375, 1]],
    ['float32', [0, 0.5, -3, NaN, Infinity]],
    ['float32', []],
  ])('is %s by %j', (dtype, numbers) => {
    expect(guess(...numbers)).toBe(dtype)
  })

  it('is what the user says, and where numbers do not tell, that of the rest of the case', () => {
    const claims = new Map<string, unknown>([
      ['loss', 0.5],
      ['gradLogProbs', [[1 / 3, 0.25]]],
    ])
    expect(dtypeOf([0.5], dtypeChoice(undefined, claims))).toBe('float64')
    expect(dtypeOf([1 / 3], dtypeChoice('bfloat16', claims))).toBe('bfloat16')
  })

  it('of a few numbers of few bits is no less than float32 where the rest of the case is', () => {
    // 2^-14 + 2^-21: float32 numbers that nearly cancelled; or bfloat16.
    const loss = 2 ** -14 * (1 + 2 ** -7)
    const gradLogProbs = [[Math.fround(1 / 3)]]
    expect(dtypeOf([loss], dtypeChoice(undefined, new Map<string, unknown>([['loss', loss]])))).toBe('bfloat16')
    const claims = new Map<string, unknown>(Object.entries({ loss, gradLogProbs }))
    expect(dtypeOf([loss], dtypeChoice(undefined, claims))).toBe('float32')
    expect(mightBeRounded([loss], dtypeChoice(undefined, claims))).toBe('perhaps')
    expect(mightBeRounded([1 / 3], dtypeChoice(undefined, claims))).toBeUndefined()
  })
})

const quantity = (got: ReadonlyArray<number>, want: ReadonlyArray<number>): Quantity => ({
  name: 'x',
  dtype: 'float32',
  got,
  want,
  tolerance: toleranceOf({ absolute: 0.1, relative: 0, share: 0 }, want, () => 0),
  counts: (at) => at !== 1,
  place: (at) => `[${at}]`,
})

describe('a difference', () => {
  it('is the first that counts and is larger than its tolerance', () => {
    expect(firstDifference(quantity([1, 9, 2.05, 4], [1, 2, 2, 3]))).toMatchObject({ place: '[3]', got: 4, want: 3 })
    expect(firstDifference(quantity([1, 9], [1, 2]))).toBeUndefined()
  })

  it('NaN and infinities agree with themselves alone', () => {
    expect(firstDifference(quantity([NaN, 0, Infinity, -0], [NaN, 0, Infinity, 0]))).toBeUndefined()
    for (const [got, want] of [
      [NaN, 0],
      [0, NaN],
      [Infinity, -Infinity],
      [Infinity, 1],
      [1, Infinity],
    ] as const)
      expect(firstDifference(quantity([got], [want]))).toMatchObject({ place: '[0]' })
  })

  it('the largest is the largest of the finite ones that count', () => {
    expect(largestOf([1, -7, NaN, Infinity, -3], (at) => at !== 1)).toBe(3)
  })
})

describe('the best of several ways', () => {
  it('are those that explain the numbers, the nearest first, without those far behind it', () => {
    const ways = [
      { reason: 'far', excess: 0.9 },
      { reason: 'not', excess: 1.5 },
      undefined,
      { reason: 'near', excess: 0.02 },
      { reason: 'nearest', excess: 0.01 },
    ]
    expect(bestOf(ways)).toEqual(['nearest', 'near'])
    expect(bestOf([{ reason: 'not', excess: 2 }, undefined])).toEqual([])
  })
})

describe('a line', () => {
  it('of any JSON object is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        expect(parseLine(JSON.stringify(object), 1)).toEqual({
          _tag: 'Right',
          right: JSON.parse(JSON.stringify(object)),
        })
      }),
    )
  })

  it('with a bare NaN of Python keeps its texts, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const line = `{"text": ${JSON.stringify(text)}, "x": [NaN, -Infinity, Infinity]}`
        expect(parseLine(line, 1)).toEqual({ _tag: 'Right', right: { text, x: ['NaN', '-Infinity', 'Infinity'] } })
      }),
    )
  })

  it('that is long and broken is refused at once', () => {
    const line = `{"a": "${'\\"'.repeat(1_000_000)} NaN`
    const start = performance.now()
    expect(parseLine(line, 1)).toMatchObject({ _tag: 'Left' })
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('advantages by a recipe', () => {
  it("are the library's for its own recipe", () => {
    const reward = fc.option(fc.float({ noNaN: true, min: -100, max: 100 }), { freq: 4 })
    const options = fc.record({
      scaleRewards: fc.constantFrom('group', 'batch', 'none'),
      multiObjectiveAggregation: fc.constantFrom('sumThenNormalize', 'normalizeThenSum'),
    })
    const table = fc.tuple(
      fc.integer({ min: 2, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
    )
    fc.assert(
      fc.property(
        table,
        fc.array(reward, { minLength: 36, maxLength: 36 }),
        options,
        ([G, groups, K], values, rule) => {
          const rewards = Array.from({ length: G * groups }, (_, i) => values.slice(i * K, (i + 1) * K))
          const all = { ...rule, numGenerations: G, rewardWeights: [1, 0.5, 2].slice(0, K) } as const
          const [own, recipe] = [advantages(rewards, all), advantageRecipe(rewards, all)]
          if (own._tag === 'Left' || recipe._tag === 'Left') throw new Error('wrong case')
          plainAdvantages(recipe.right).values.forEach((value, i) => {
            expect(Math.abs(value - own.right.advantages[i]!)).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(value)))
          })
        },
      ),
    )
  })
})
