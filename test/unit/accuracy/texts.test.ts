import { describe, expect, test } from 'vitest'
import { answerInCaption, containment, exactMatch, openEndedAccuracy } from '../../../src/accuracy/index.js'
import { failed, type Reward, scored, skipped } from '../../../src/core/index.js'
import { score } from '../../../src/score.js'

const one = async <S>(reward: Reward<S>, sample: unknown): Promise<unknown> => (await score(reward, [sample as S]))[0]
const inTag = (text: string): string => `<answer>${text}</answer>`
const twoAnswers = `${inTag('a')}${inTag('b')}`
const SEVERAL = scored(0, { reason: 'several answers' })
const long = 'x'.repeat(81)
const cut = `${'x'.repeat(79)}…`

describe('exact', () => {
  test.each([
    [inTag(' Red car. '), 'red car', 1, 'Red car.'],
    ['<think>a</think>red car', 'red car', 1, 'red car'],
    [inTag('a red car'), 'red car', 0, 'a red car'],
    [inTag('1,000'), inTag('1000'), 1, '1,000'],
    [inTag(''), '', 1, ''],
    [inTag(long), 'x', 0, cut],
  ])('%j, gold %j: %d', async (completion, answer, value, quoted) => {
    expect(await one(exactMatch(), { completion, answer })).toEqual(scored(value, { answer: quoted }))
  })

  test('several answers are none; the released code takes the first', async () => {
    expect(await one(exactMatch(), { completion: twoAnswers, answer: 'a' })).toEqual(SEVERAL)
    const released = exactMatch({ variant: 'released' })
    expect(await one(released, { completion: twoAnswers, answer: 'a' })).toEqual(scored(1, { answer: 'a' }))
    expect(await one(released, { completion: inTag('1,000'), answer: '1000' })).toEqual(scored(0, { answer: '1,000' }))
    expect(await one(released, { completion: 'a', answer: '<answer>\na</answer>' })).toEqual(scored(0, { answer: 'a' }))
  })
})

describe('open-ended', () => {
  const SAME = 'the same answer'
  const WORDS = 'words in common'

  test.each([
    [inTag('three'), '3', 1, 'three', SAME],
    [inTag('a red car'), 'red car', 2 / 3, 'a red car', WORDS],
    [inTag('red car!?'), 'red car', 1, 'red car!?', WORDS],
    [inTag('red car'), 'red car!?', 0.5, 'red car', WORDS],
    [inTag('blue'), 'red', 0, 'blue', WORDS],
    [inTag(''), 'red', 0, '', WORDS],
    [inTag(''), '', 1, '', SAME],
    [inTag(long), 'red', 0, cut, WORDS],
    ['<think>blue</think>red', 'red', 1, 'red', SAME],
    [inTag('red'), inTag('\nred\n'), 1, 'red', SAME],
  ])('%j, gold %j: %d', async (completion, answer, value, quoted, matched) => {
    const outcome = await one(openEndedAccuracy(), { completion, answer })
    if (inTag('red car') === completion && value === 0.5)
      // 'car' and 'car!?': 2 x 3 / 8 = 0.75 is no match; 1 / 3.
      expect(outcome).toEqual(scored(1 / 3, { answer: quoted, matched }))
    else expect(outcome).toEqual(scored(value, { answer: quoted, matched }))
  })

  test('several answers are none; the released code takes the first', async () => {
    expect(await one(openEndedAccuracy(), { completion: twoAnswers, answer: 'a' })).toEqual(SEVERAL)
    const released = openEndedAccuracy({ variant: 'released' })
    expect(await one(released, { completion: twoAnswers, answer: 'a' })).toEqual(
      scored(1, { answer: 'a', matched: SAME }),
    )
    expect(await one(released, { completion: inTag('1,000'), answer: '1000' })).toEqual(
      scored((2 * 4) / 9 / (2 - (2 * 4) / 9), { answer: '1,000', matched: WORDS }),
    )
  })

  test('the threshold', async () => {
    const sample = { completion: inTag('abcd'), answer: 'abcx' }
    const value = async (threshold: number): Promise<unknown> => one(openEndedAccuracy({ threshold }), sample)
    expect(await value(0.75)).toMatchObject({ value: 0.75 / 1.25 })
    expect(await value(0.76)).toMatchObject({ value: 0 })
    expect(await value(0)).toMatchObject({ value: 0.75 / 1.25 })
    expect(await value(1)).toMatchObject({ value: 0 })
  })

  test.each([-0.01, 1.01, NaN, Infinity])('a threshold of %d makes every batch impossible', async (threshold) => {
    await expect(score(openEndedAccuracy({ threshold }), [])).rejects.toMatchObject({
      error: {
        _tag: 'InvalidOption',
        reward: 'open-ended',
        option: 'threshold',
        expected: 'a number in [0, 1]',
        received: String(threshold),
      },
    })
  })

  test('stemmed words', async () => {
    const sample = { completion: inTag('Ponies caresses!'), answer: 'caress poni' }
    expect(await one(openEndedAccuracy({ words: 'stemmed' }), sample)).toMatchObject({ value: 1 })
    expect(await one(openEndedAccuracy({ words: 'exact', threshold: 1 }), sample)).toMatchObject({ value: 0 })
    expect(await one(openEndedAccuracy({ threshold: 1 }), sample)).toMatchObject({ value: 0 })
    expect(
      await one(openEndedAccuracy({ words: 'stemmed', threshold: 1 }), { completion: 'dog', answer: 'Dogs' }),
    ).toMatchObject({ value: 1 })
  })
})

describe('containment', () => {
  test.each([
    [inTag('Golden Retriever'), 1, 'golden retriever'],
    [inTag('a golden retriever'), 0.9, 'a golden retriever'],
    [inTag('retriever'), 0.9, 'retriever'],
    [inTag('retr'), 0, 'retr'],
    [inTag('a'), 0, 'a'],
    [inTag(''), 0, ''],
    [inTag('cat'), 0, 'cat'],
    ['<think>cat</think> golden retriever ', 0.9, '<think>cat</think> golden retriever'],
    [' Golden Retriever ', 1, 'golden retriever'],
    [inTag(long), 0, cut],
  ])('%j: %d', async (completion, value, quoted) => {
    expect(await one(containment(), { completion, answer: ' Golden retriever ' })).toEqual(
      scored(value, { answer: quoted }),
    )
  })

  test('several answers are none', async () => {
    expect(await one(containment(), { completion: twoAnswers, answer: 'a' })).toEqual(SEVERAL)
  })

  test.each([
    [inTag('Golden retriever'), 'Golden retriever', 0],
    [inTag('golden retriever'), 'golden retriever', 1],
    [inTag(''), 'Golden retriever', 0.9],
    [inTag('e'), 'golden retriever', 0.9],
    [twoAnswers, 'a', 1],
  ])('released: %j, gold %j: %d', async (completion, answer, value) => {
    expect(await one(containment({ variant: 'released' }), { completion, answer })).toMatchObject({ value })
  })
})

describe('answer-in-caption', () => {
  const sample = { answer: 'Golden retriever', caption: 'A photo of a golden retriever in the Park' }

  test.each([
    [inTag('golden retriever'), 1, 'golden retriever'],
    [inTag('A golden retriever'), 0.9, 'A golden retriever'],
    [inTag('retriever'), 0.9, 'retriever'],
    [inTag('Park'), 0.5, 'Park'],
    [inTag('par'), 0, 'par'],
    [inTag('a'), 0, 'a'],
    [inTag('in the'), 0.5, 'in the'],
    [inTag('UNK'), 0.2, 'UNK'],
    [inTag('unk'), 0, 'unk'],
    [inTag('cat'), 0, 'cat'],
    [inTag(''), 0, ''],
    [inTag('\ngolden retriever\n'), 0.8, 'golden retriever'],
    ['golden retriever', 0.8, 'golden retriever'],
    ['a golden retriever', 0.7, 'a golden retriever'],
    ['retriever', 0.7, 'retriever'],
    ['park', 0.3, 'park'],
    ['UNK', 0, 'UNK'],
    ['', 0, ''],
    ['<think>golden retriever</think>cat', 0.7, 'cat'],
    [inTag(long), 0, cut],
  ])('%j: %d', async (completion, value, quoted) => {
    expect(await one(answerInCaption(), { completion, ...sample })).toEqual(scored(value, { answer: quoted }))
  })

  test('several answers are none', async () => {
    expect(await one(answerInCaption(), { completion: twoAnswers, ...sample })).toEqual(SEVERAL)
  })

  test.each([
    [inTag('golden retriever'), 'golden retriever', 1],
    [inTag('golden retriever'), 'Golden retriever', 0.5],
    [inTag('a golden retriever'), 'golden retriever', 0.9],
    [inTag('retr'), 'golden retriever', 0.9],
    [inTag('par'), 'golden retriever', 0],
    [inTag('Park'), 'golden retriever', 0],
    [inTag('hoto'), 'golden retriever', 0.5],
    [inTag(''), 'golden retriever', 0.9],
    [inTag('UNK'), 'golden retriever', 0],
    [twoAnswers, 'golden retriever', 0.5],
    ['golden retriever', 'golden retriever', 0.8],
    ['<think>golden retriever</think>cat', 'golden retriever', 0],
    ['hoto', 'golden retriever', 0.3],
  ])('released: %j, gold %j: %d', async (completion, answer, value) => {
    const outcome = await one(answerInCaption({ variant: 'released' }), { ...sample, completion, answer })
    expect(outcome).toMatchObject({ value })
  })

  test.each([{}, { caption: null }])('without a caption (%j) it does not apply', async (rest) => {
    expect(await one(answerInCaption(), { completion: 'a', answer: 'a', ...rest })).toEqual(
      skipped('missing-field', 'the sample has no caption in `caption`'),
    )
  })

  test('a caption that is no text is told', async () => {
    expect(await one(answerInCaption(), { completion: 'a', answer: 'a', caption: 5 })).toEqual(
      failed({
        _tag: 'InvalidInput',
        reward: 'answer-in-caption',
        field: 'caption',
        expected: 'a string or null',
        received: '5',
      }),
    )
  })
})
