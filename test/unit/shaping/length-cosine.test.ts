import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failed, fromPointwise, type Outcome, scored, skipped } from '../../../src/core/index.js'
import { score } from '../../../src/score.js'
import { cosineLengthReward, lengthCosine } from '../../../src/shaping/index.js'

describe('cosineLengthReward', () => {
  test.each([
    [0, true, 1],
    [50, true, 0.75],
    [100, true, 0.5],
    [101, true, 0.5],
    [1e9, true, 0.5],
    [0, false, -1],
    [50, false, -0.75],
    [100, false, -0.5],
    [1e9, false, -0.5],
  ])('the defaults: %d of 100 tokens, correct: %s, is worth %d', (length, correct, value) => {
    expect(cosineLengthReward(length, correct, { maxLength: 100 })).toBeCloseTo(value, 12)
  })

  test('a third of the way the cosine is a half: long + 3/4 of the way to short', () => {
    expect(cosineLengthReward(2, true, { maxLength: 6 })).toBeCloseTo(0.875, 12)
    expect(cosineLengthReward(2, false, { maxLength: 6 })).toBeCloseTo(-0.875, 12)
    expect(cosineLengthReward(4, true, { maxLength: 6 })).toBeCloseTo(0.625, 12)
  })

  test('each of the four ends is the one its name says', () => {
    const ends = { maxLength: 10, minValueWrong: -10, maxValueWrong: -5, minValueCorrect: 1, maxValueCorrect: 2 }
    expect(cosineLengthReward(0, false, ends)).toBe(-10)
    expect(cosineLengthReward(10, false, ends)).toBe(-5)
    expect(cosineLengthReward(10, true, ends)).toBe(1)
    expect(cosineLengthReward(0, true, ends)).toBe(2)
  })

  test('it falls with the length where correct and grows where wrong', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.integer({ min: 1, max: 200 }), (length, maxLength) => {
        const step = (correct: boolean): number =>
          cosineLengthReward(length + 1, correct, { maxLength }) - cosineLengthReward(length, correct, { maxLength })
        expect(step(true)).toBeLessThanOrEqual(0)
        expect(step(false)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

interface Sample {
  readonly accuracy: number | 'skip' | 'fail'
}

const judge = ({ accuracy }: Sample): Outcome => {
  if (accuracy === 'skip') return skipped('unreadable-gold', 'no gold')
  return accuracy === 'fail' ? failed({ _tag: 'Unavailable', reward: 'accuracy', reason: 'down' }) : scored(accuracy)
}

const correct = fromPointwise<Sample>({ name: 'accuracy', range: { min: 0, max: 1 }, fields: ['answer'] }, judge)

const two = [1, 2]

describe('lengthCosine', () => {
  test('name, range, fields and part', () => {
    expect(lengthCosine({ correct, maxLength: 4 }).meta).toEqual({
      name: 'length-cosine',
      range: { min: -1, max: 1 },
      deterministic: true,
      fields: ['answer', 'completionIds'],
      parts: { accuracy: correct.meta },
    })
  })

  test('the range is that of the four ends, in any order', () => {
    const { meta } = lengthCosine({ correct, maxLength: 4, minValueWrong: 3, maxValueWrong: -2, maxValueCorrect: 0 })
    expect(meta.range).toEqual({ min: -2, max: 3 })
  })

  test('a part that is not deterministic makes the whole not deterministic', () => {
    const coin = fromPointwise<Sample>({ name: 'coin', range: { min: 0, max: 1 }, deterministic: false }, () => 1)
    expect(lengthCosine({ correct: coin, maxLength: 4 }).meta.deterministic).toBe(false)
  })

  test('the verdict decides between the two curves, and is kept as a part', async () => {
    const outcomes = await score(lengthCosine({ correct, maxLength: 4 }), [
      { accuracy: 1, completionIds: two },
      { accuracy: 0, completionIds: two },
      { accuracy: 0.99, completionIds: two },
    ])
    expect(outcomes).toEqual([
      {
        _tag: 'Scored',
        value: 0.75,
        detail: { length: 2, correct: true },
        parts: { accuracy: { _tag: 'Scored', value: 1 } },
      },
      {
        _tag: 'Scored',
        value: -0.75,
        detail: { length: 2, correct: false },
        parts: { accuracy: { _tag: 'Scored', value: 0 } },
      },
      {
        _tag: 'Scored',
        value: -0.75,
        detail: { length: 2, correct: false },
        parts: { accuracy: { _tag: 'Scored', value: 0.99 } },
      },
    ])
  })

  test('from the threshold on a completion is correct', async () => {
    const reward = lengthCosine({ correct, maxLength: 4, threshold: 0.5 })
    expect(
      await score(reward, [
        { accuracy: 0.5, completionIds: two },
        { accuracy: 0.49, completionIds: two },
      ]),
    ).toMatchObject([{ detail: { correct: true } }, { detail: { correct: false } }])
  })

  test('the ends that are chosen are used', async () => {
    const reward = lengthCosine({ correct, maxLength: 4, minValueCorrect: 4, maxValueCorrect: 8 })
    expect(await score(reward, [{ accuracy: 1, completionIds: two }])).toMatchObject([{ value: 6 }])
  })

  test('skipped stays skipped and failed stays failed, with or without token ids', async () => {
    const samples: any = [
      { accuracy: 'skip', completionIds: two },
      { accuracy: 'fail', completionIds: two },
      { accuracy: 'skip' },
      { accuracy: 'fail' },
    ]
    const skip = skipped('unreadable-gold', 'no gold')
    const fail = failed({ _tag: 'Unavailable', reward: 'accuracy', reason: 'down' })
    expect(await score(lengthCosine({ correct, maxLength: 4 }), samples)).toEqual([
      { ...skip, parts: { accuracy: skip } },
      { ...fail, parts: { accuracy: fail } },
      { ...skip, parts: { accuracy: skip } },
      { ...fail, parts: { accuracy: fail } },
    ])
  })

  test('a sample without token ids keeps its verdict', async () => {
    expect(await score(lengthCosine({ correct, maxLength: 4 }), [{ accuracy: 1 } as any])).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'MissingField' }, parts: { accuracy: { value: 1 } } },
    ])
  })

  test.each([
    ['maxLength', { maxLength: 0 }, 'a positive integer', '0'],
    ['maxLength', { maxLength: 2.5 }, 'a positive integer', '2.5'],
    ['minValueWrong', { minValueWrong: NaN }, 'a finite number', 'NaN'],
    ['maxValueWrong', { maxValueWrong: Infinity }, 'a finite number', 'Infinity'],
    ['minValueCorrect', { minValueCorrect: -Infinity }, 'a finite number', '-Infinity'],
    ['maxValueCorrect', { maxValueCorrect: '1' as any }, 'a finite number', '"1"'],
    ['threshold', { threshold: NaN }, 'a finite number', 'NaN'],
  ])('%s out of its domain is refused', async (option, options, expected, received) => {
    const refused = lengthCosine({ correct, maxLength: 4, ...options })
    await expect(score(refused, [])).rejects.toMatchObject({
      error: { _tag: 'InvalidOption', reward: 'length-cosine', option, expected, received },
    })
  })

  test('a reward of correctness without a top needs a threshold', async () => {
    const open = fromPointwise<Sample>({ name: 'open', range: { min: 0, max: Infinity } }, () => 7)
    await expect(score(lengthCosine({ correct: open, maxLength: 4 }), [])).rejects.toMatchObject({
      error: { _tag: 'InvalidOption', option: 'threshold', received: 'Infinity' },
    })
    const samples = [{ accuracy: 1, completionIds: two }]
    expect(await score(lengthCosine({ correct: open, maxLength: 4, threshold: 7 }), samples)).toMatchObject([
      { value: 0.75 },
    ])
  })

  test('what the reward of correctness holds is freed with it', async () => {
    let freed = 0
    const holder = {
      ...correct,
      [Symbol.asyncDispose]: () => {
        freed++
        return Promise.resolve()
      },
    }
    await lengthCosine({ correct: holder, maxLength: 4 })[Symbol.asyncDispose]?.()
    expect(freed).toBe(1)
  })
})
