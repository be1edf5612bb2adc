import { describe, expect, test } from 'vitest'
import { fromPointwise, type Reward, scored } from '../../../src/core/index.js'
import { score } from '../../../src/score.js'
import { lengthCosine, overlongPunishment, repetitionPenalty } from '../../../src/shaping/index.js'

const right = fromPointwise<unknown>({ name: 'right', range: { min: 0, max: 1 } }, () => scored(1))

const rewards: ReadonlyArray<[string, Reward<any>, number]> = [
  ['overlong', overlongPunishment({ maxCompletionLength: 4, cacheLength: 4 }), -0.75],
  ['repetition', repetitionPenalty({ ngramSize: 1 }), -(1 - 2 / 3)],
  ['length-cosine', lengthCosine({ correct: right, maxLength: 6 }), 0.75],
]

describe.each(rewards)('%s reads completionIds', (name, reward, value) => {
  test.each([
    ['a plain array', [5, 6, 5]],
    ['negative ids', [-100, 6, -100]],
    ['ids past 32 bits', [2 ** 40, 6, 2 ** 40]],
    ['0 and -0, which are one id', [0, 6, -0]],
    ['Int8Array', Int8Array.of(-1, 6, -1)],
    ['Uint8Array', Uint8Array.of(5, 6, 5)],
    ['Uint8ClampedArray', Uint8ClampedArray.of(5, 6, 5)],
    ['Int16Array', Int16Array.of(5, 6, 5)],
    ['Uint16Array', Uint16Array.of(5, 6, 5)],
    ['Int32Array', Int32Array.of(5, 6, 5)],
    ['Uint32Array', Uint32Array.of(2 ** 32 - 1, 6, 2 ** 32 - 1)],
  ])('%s', async (_, completionIds) => {
    expect(await score(reward, [{ completionIds }])).toMatchObject([{ _tag: 'Scored', value }])
  })

  test.each([[{}], [{ completionIds: undefined }], [{ completionIds: null }]])(
    'a sample without them fails, and is told what they are: %j',
    async (sample) => {
      const [outcome] = await score(reward, [sample])
      expect(outcome).toMatchObject({
        _tag: 'Failed',
        error: { _tag: 'MissingField', reward: name, field: 'completionIds' },
      })
      expect((outcome as any).error.hint).toContain('token ids')
    },
  )

  test.each([
    ['a string', '1 2', 'completionIds', 'an array of integers', '"1 2"'],
    ['a number', 3, 'completionIds', 'an array of integers', '3'],
    ['an object', { length: 2 }, 'completionIds', 'an array of integers', 'an object'],
    [
      'floats, even if they are whole',
      Float32Array.of(1, 2),
      'completionIds',
      'an array of integers',
      'a Float32Array',
    ],
    ['bigints', BigInt64Array.of(1n), 'completionIds', 'an array of integers', 'a BigInt64Array'],
    ['a fraction', [1, 2.5, 3.5], 'completionIds[1]', 'an integer', '2.5'],
    ['NaN', [NaN], 'completionIds[0]', 'an integer', 'NaN'],
    ['an id that is not exact', [1, 2 ** 53], 'completionIds[1]', 'an integer', '9007199254740992'],
    ['digits in a string', [1, 2, '3'], 'completionIds[2]', 'an integer', '"3"'],
    ['arrays in an array', [[1, 2]], 'completionIds[0]', 'an integer', 'an array of 2'],
    ['a hole', [1, , 3], 'completionIds[1]', 'an integer', 'nothing'], // eslint-disable-line no-sparse-arrays
  ])('%s is refused', async (_, completionIds, field, expected, received) => {
    expect(await score(reward, [{ completionIds }])).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'InvalidInput', reward: name, field, expected, received } },
    ])
  })

  test.each([[null], [undefined], [3]])('a sample that is no object is refused: %s', async (sample) => {
    expect(await score(reward, [sample])).toMatchObject([
      { _tag: 'Failed', error: { _tag: 'InvalidInput', reward: name, field: 'sample', expected: 'an object' } },
    ])
  })

  test('a bad sample leaves its neighbours alone', async () => {
    expect(await score(reward, [{}, { completionIds: [5, 6, 5] }, { completionIds: ['x'] }])).toMatchObject([
      { _tag: 'Failed' },
      { _tag: 'Scored', value },
      { _tag: 'Failed' },
    ])
  })
})
