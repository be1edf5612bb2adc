import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { bertScoreReward } from '../../../src/bert-score/bert-score-reward.js'
import type { BertScoreModel } from '../../../src/bert-score/model.js'
import type { BertScoreRewardOptions } from '../../../src/bert-score/options.js'
import { type RewardError, showError } from '../../../src/core/error.js'
import type { Outcome } from '../../../src/core/outcome.js'
import { checkReward } from '../../../src/testing/check-reward.js'

const SIZE = 30
const START = 27
const END = 28

/** A letter is a token, and a direction of its own; so are the tokens around a text. */
const idsOf = (text: string): ReadonlyArray<number> => [
  START,
  ...Array.from(text, (letter) => letter.charCodeAt(0) - 96),
  END,
]

const vectorsOf = (text: string) => ({
  ids: idsOf(text),
  vectors: Float32Array.from(idsOf(text).flatMap((id) => Array.from({ length: SIZE }, (_, i) => (i === id ? 2 : 0)))),
})

const UNREAD: RewardError = { _tag: 'InvalidInput', reward: 'bert-score', field: 'text', expected: 'a', received: 'z' }

/** Reads texts of letters but z, and keeps what it was asked. */
const fakeModel = (more: Partial<BertScoreModel> = {}) => {
  const calls: Array<ReadonlyArray<string>> = []
  const model: BertScoreModel = {
    name: 'letters',
    specialIds: [START, END],
    tokens: (text) => (text.includes('z') ? E.left(UNREAD) : E.right(idsOf(text))),
    embed: (texts) => async () => {
      calls.push(texts)
      return E.right(texts.map((text) => (text.includes('z') ? E.left(UNREAD) : E.right(vectorsOf(text)))))
    },
    ...more,
  }
  return { model, calls }
}

const scoreAll = async (
  samples: ReadonlyArray<unknown>,
  options: BertScoreRewardOptions = {},
  { model }: { readonly model: BertScoreModel } = fakeModel(),
): Promise<ReadonlyArray<Outcome>> => {
  const result = await bertScoreReward(model, options).score(samples as ReadonlyArray<never>)()
  if (E.isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

const scores = (outcome: Outcome | undefined): unknown =>
  outcome?._tag === 'Scored'
    ? [outcome.value, ...Object.values(outcome.parts ?? {}).map((part) => part._tag === 'Scored' && part.value)]
    : outcome

const scoresOf = async (caption: string, prompt: string | ReadonlyArray<string>, options = {}): Promise<unknown> =>
  scores((await scoreAll([{ caption, prompt }], options))[0])

const sentence = (outcome: Outcome): string => {
  if (outcome._tag === 'Failed') return showError(outcome.error)
  return outcome._tag === 'Skipped' ? `skipped: ${outcome.reason.message}` : String(outcome.value)
}

describe('the value', () => {
  it('is F, with precision and recall as parts', async () => {
    const [outcome] = await scoreAll([{ caption: 'abc', prompt: 'a' }])
    expect(outcome).toEqual({
      _tag: 'Scored',
      value: 0.5,
      parts: {
        precision: { _tag: 'Scored', value: expect.closeTo(1 / 3, 12) },
        recall: { _tag: 'Scored', value: 1 },
      },
    })
  })

  it('of several references is the best of each number', async () => {
    // Against 'a' P = 1/2 and R = 1; against 'abcd' P = 1 and R = 1/2.
    expect(await scoresOf('ab', ['a', 'abcd', 'x'])).toEqual([2 / 3, 1, 1])
  })

  it('of a text with nothing in it is 0', async () => {
    expect(await scoresOf('', 'ab')).toEqual([0, 0, 0])
    expect(await scoresOf('ab', '')).toEqual([0, 0, 0])
  })

  it('is spread by a baseline', async () => {
    const rescale = { precision: 0.5, recall: 0.25, f: 0.5 }
    expect(await scoresOf('a', 'a', { rescale })).toEqual([1, 1, 1])
    expect(await scoresOf('a', 'b', { rescale })).toEqual([-1, -1, expect.closeTo(-1 / 3, 12)])
    const rangeOf = (options: BertScoreRewardOptions) => bertScoreReward(fakeModel().model, options).meta.range
    expect([rangeOf({}), rangeOf({ variant: 'released' })]).toEqual([
      { min: -1, max: 1 },
      { min: 0, max: 1 },
    ])
    expect(rangeOf({ rescale })).toEqual({ min: -3, max: 1 })
    expect(rangeOf({ rescale, variant: 'released' })).toEqual({ min: -1, max: 1 })
    const published = fakeModel({ baseline: rescale })
    const [outcome] = await scoreAll([{ caption: 'a', prompt: 'b' }], { rescale: true }, published)
    expect(outcome).toMatchObject({ value: -1 })
  })

  it('weighs rare tokens more by documents that are given', async () => {
    // In three documents: a in all, b in one, c in none. Weights 0, ln 2, ln 4 = 2 ln 2.
    const idf = ['a', 'ab', 'xa']
    expect(await scoresOf('abc', 'b', { idf })).toEqual([0.5, expect.closeTo(1 / 3, 12), 1])
    expect(await scoresOf('a', 'ab', { idf })).toEqual([0, 0, 0])
  })

  it('has the special tokens as partners in the paper, and not as released', async () => {
    // A token that looks as the end does, in a text without one of its own.
    const twin = { ids: [START, 5, END], vectors: Float32Array.of(1, 0, 0, 1, 0, 1) }
    const plain = { ids: [START, 6, END], vectors: Float32Array.of(1, 0, 1, 1, 0, 1) }
    const fake = fakeModel({
      embed: (texts) => async () => E.right(texts.map((t) => E.right(t === 'e' ? twin : plain))),
    })
    const sample = [{ caption: 'e', prompt: 'f' }]
    expect(scores((await scoreAll(sample, {}, fake))[0])).toMatchObject([
      expect.anything(),
      1,
      expect.closeTo(Math.SQRT1_2, 6),
    ])
    const half = expect.closeTo(Math.SQRT1_2, 6)
    expect(scores((await scoreAll(sample, { variant: 'released' }, fake))[0])).toEqual([half, half, half])
  })

  it('is never negative as released', async () => {
    const apart = (sign: number) => ({ ids: [START, 1, END], vectors: Float32Array.of(0, 1, sign, 0, 0, 1) })
    const fake = fakeModel({
      embed: (texts) => async () => E.right(texts.map((t) => E.right(apart(t === 'a' ? 1 : -1)))),
    })
    const sample = [{ caption: 'a', prompt: 'b' }]
    expect(scores((await scoreAll(sample, { variant: 'released' }, fake))[0])).toEqual([0, 0, 0])
  })
})

describe('a batch', () => {
  it('embeds each distinct text once, in one call', async () => {
    const fake = fakeModel()
    const samples = ['ab', 'a', 'ab', 'c'].map((caption) => ({ caption, prompt: 'a' }))
    await scoreAll([...samples, { completion: 'ab', prompt: ['b', 'c'] }], {}, fake)
    expect(fake.calls).toEqual([['ab', 'a', 'c', 'b']])
  })

  it('holds no more than some texts at once, and keeps the order', async () => {
    const fake = fakeModel()
    const letters = (i: number): string => String.fromCharCode(97 + (i % 20), 97 + (Math.floor(i / 20) % 20), 121)
    const samples = Array.from({ length: 400 }, (_, i) => ({ caption: letters(i), prompt: i % 2 === 0 ? 'y' : 'x' }))
    const outcomes = await scoreAll(samples, {}, fake)
    expect(fake.calls.map(({ length }) => length)).toEqual([256, 146])
    expect(outcomes.map((outcome) => outcome._tag === 'Scored' && outcome.value > 0)).toEqual(
      samples.map(({ prompt }) => prompt === 'y'),
    )
  })

  it('keeps the order where good and bad samples stand side by side', async () => {
    const outcomes = await scoreAll([
      { completion: 'a', prompt: 'a' },
      { completion: null, prompt: 'a' },
      { prompt: 'a' },
      { caption: 'a' },
      { caption: 'a', prompt: [] },
      { caption: 'z', prompt: 'a' },
      { caption: 'a', prompt: ['a', 'z'] },
      { caption: 5, prompt: 'a' },
      { caption: 'a', prompt: ['a', 7] },
      null,
      { caption: 'b', completion: 'a', prompt: 'b' },
    ])
    expect(outcomes.map(sentence)).toEqual([
      '1',
      '0',
      'bert-score: expected a value for `caption`, got nothing (the text to judge, in `caption` or in `completion`)',
      'skipped: the sample has no reference in `prompt`',
      'skipped: the sample has no reference in `prompt`',
      'bert-score: expected a for `text`, got z',
      'bert-score: expected a for `text`, got z',
      'bert-score: expected a string or null for `caption`, got 5',
      'bert-score: expected a string for `prompt[1]`, got 7',
      'bert-score: expected an object for `sample`, got null',
      '1',
    ])
  })

  it('keeps the contract of rewards', async () => {
    const samples = ['ab', 'a', 'z', ''].map((caption) => ({ caption, prompt: ['a', 'bc'] }))
    expect(await checkReward(bertScoreReward(fakeModel().model), samples)).toEqual([])
  })
})

describe('what is wrong from the start', () => {
  it.each([
    ['variant', { variant: 'old' }, "'paper' or 'released'"],
    ['rescale', { rescale: true }, 'a baseline {precision, recall, f}: none is published for letters'],
    ['rescale', { rescale: { precision: 1, recall: 0, f: 0 } }, 'numbers in [-1, 1)'],
    ['rescale', { rescale: { precision: 0.5, f: 0 } }, 'numbers in [-1, 1)'],
    ['idf', { idf: [] }, 'an array of texts, at least one'],
    ['idf', { idf: ['a', 7] }, 'an array of texts, at least one'],
  ])('the option %s', async (option, options, expected) => {
    const reward = bertScoreReward(fakeModel().model, options as BertScoreRewardOptions)
    const refused = { _tag: 'InvalidOption', option, expected: expect.stringContaining(expected) as string }
    expect(await reward.score([])()).toMatchObject({ left: refused })
  })

  it('a document that cannot be read', async () => {
    expect(await bertScoreReward(fakeModel().model, { idf: ['z'] }).score([])()).toEqual(E.left(UNREAD))
  })

  it.each([
    ['throws', () => Promise.reject(new Error('out of order')), 'out of order'],
    ['answers too little', async () => E.right([]), 'expected 2 texts of the model, got an array of 0'],
  ])('a model that %s', async (_, answer, message) => {
    const { model } = fakeModel({ embed: () => answer })
    const result = await bertScoreReward(model).score([{ caption: 'a', prompt: 'b' }])()
    expect(result).toMatchObject({ left: { _tag: 'Unexpected', message } })
  })

  it('a model whose vectors are not those of its tokens fails the sample', async () => {
    const odd = { ids: [1, 2], vectors: new Float32Array(3) }
    const fake = fakeModel({ embed: (texts) => async () => E.right(texts.map(() => E.right(odd))) })
    expect(await scoreAll([{ caption: 'a', prompt: 'a' }], {}, fake)).toMatchObject([
      { _tag: 'Failed', error: { message: 'the model gave 3 numbers for 2 tokens' } },
    ])
  })
})
