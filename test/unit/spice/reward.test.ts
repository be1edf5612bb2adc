import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { score } from '../../../src/score.js'
import { spice, spiceReward, type SpiceRewardOptions, type SpiceSample } from '../../../src/spice/index.js'
import { checkReward } from '../../../src/testing/index.js'
import { listed, listing } from './notation.js'
import { toyLexicon } from './scene-graph/toy-lexicon.js'

const lexicon = toyLexicon({ sofa: [1], couch: [1] })

const options = (more: SpiceRewardOptions = {}): SpiceRewardOptions => ({ parser: listing(), lexicon, ...more })

const one = async (sample: unknown, more: SpiceRewardOptions = {}) =>
  (await score(spiceReward(options(more)), [sample as SpiceSample]))[0]

const leftOf = async (more: SpiceRewardOptions, samples: ReadonlyArray<SpiceSample> = [PAIR]) => {
  const result = await spiceReward(options(more)).score(samples)()
  return E.isLeft(result) ? result.left : result
}

const PAIR = { caption: 'man; dog', prompt: 'man; cat' }

describe('what is declared', () => {
  test('the default is in [0, 1]', () => {
    expect(spiceReward().meta).toEqual({
      name: 'spice',
      range: { min: 0, max: 1 },
      deterministic: true,
      fields: ['caption', 'completion', 'prompt'],
    })
  })

  test("F of 'released' can be above 1, and is", async () => {
    const polysemy = { variant: 'released', lexicon: toyLexicon({ dog: [1, 2], tail: [1], andiron: [2] }) } as const
    expect(spiceReward(polysemy).meta.range).toEqual({ min: 0, max: 2 })
    expect(await one({ caption: 'tail; andiron', prompt: 'dog' }, polysemy)).toMatchObject({ value: 4 / 3 })
  })

  test.each([{}, { variant: 'released', categories: true }, { match: 'soft' }] as ReadonlyArray<SpiceRewardOptions>)(
    'the contract of rewards: %j',
    async (more) => {
      const samples: ReadonlyArray<SpiceSample> = [
        PAIR,
        { caption: null, completion: 'sofa, red', prompt: ['couch', 'couch, red'] },
        { completion: null, prompt: 'man' },
        { completion: 'man', prompt: null },
        { caption: 'man'.repeat(50_000), prompt: 'man' },
      ]
      expect(await checkReward(spiceReward(options(more)), samples)).toEqual([])
    },
  )
})

describe('what a sample is judged by', () => {
  test('the value is F of the function; precision and recall are parts, the tuples are the detail', async () => {
    const { f, precision, recall } = spice(PAIR.caption, PAIR.prompt, { parser: listed, lexicon })
    expect(await one(PAIR)).toEqual({
      _tag: 'Scored',
      value: f,
      parts: { precision: { _tag: 'Scored', value: precision }, recall: { _tag: 'Scored', value: recall } },
      detail: { matched: ['man'], missed: ['cat'], extra: ['dog'] },
    })
  })

  test('the caption comes before the completion, which is read where there is no caption', async () => {
    expect(await one({ caption: 'man', completion: 'dog', prompt: 'man' })).toMatchObject({ value: 1 })
    expect(await one({ caption: null, completion: 'man', prompt: 'man' })).toMatchObject({ value: 1 })
    expect(await one({ completion: 'man', prompt: 'man' })).toMatchObject({ value: 1 })
  })

  test('several references are one graph', async () => {
    expect(await one({ caption: 'man; dog', prompt: ['man', 'dog'] })).toMatchObject({ value: 1 })
  })

  test('one text that looks like a list is not that list', async () => {
    const reward = spiceReward(options())
    const outcomes = await score(reward, [
      { caption: 'man', prompt: ['man', 'dog'] },
      { caption: 'man', prompt: '["man","dog"]' },
    ])
    expect(outcomes).toMatchObject([{ value: 2 / 3 }, { value: 0 }])
  })

  test('nothing written is judged, and is 0', async () => {
    expect(await one({ completion: null, prompt: 'man' })).toMatchObject({ _tag: 'Scored', value: 0 })
    expect(await one({ completion: '', prompt: 'man' })).toMatchObject({ _tag: 'Scored', value: 0 })
  })

  test.each([undefined, null, []])('without a reference (%j) the reward does not apply', async (prompt) => {
    expect(await one({ caption: 'man', prompt })).toMatchObject({ _tag: 'Skipped', reason: { code: 'missing-field' } })
  })

  test.each<[unknown, object]>([
    [{ prompt: 'man' }, { _tag: 'MissingField', field: 'caption' }],
    [
      { caption: 5, prompt: 'man' },
      { _tag: 'InvalidInput', field: 'caption', received: '5' },
    ],
    [
      { completion: ['man'], prompt: 'man' },
      { _tag: 'InvalidInput', field: 'completion' },
    ],
    [
      { caption: 'man', prompt: 5 },
      { _tag: 'InvalidInput', field: 'prompt' },
    ],
    [
      { caption: 'man', prompt: ['man', { role: 'user' }] },
      { _tag: 'InvalidInput', field: 'prompt[1]' },
    ],
    ['man', { _tag: 'InvalidInput', field: 'sample' }],
  ])('%j fails', async (sample, error) => {
    expect(await one(sample)).toMatchObject({ _tag: 'Failed', error })
  })

  test('a text that is too long fails; the references are counted together', async () => {
    const more = { maxLength: 10 }
    expect(await one({ caption: 'm'.repeat(11), prompt: 'man' }, more)).toMatchObject({
      error: { _tag: 'InvalidInput', field: 'caption', expected: 'at most 10 UTF-16 units', received: '11' },
    })
    expect(await one({ caption: 'man', prompt: ['manman', 'manma'] }, more)).toMatchObject({
      error: { _tag: 'InvalidInput', field: 'prompt', received: '11' },
    })
    expect(await one({ caption: 'm'.repeat(10), prompt: ['man', 'manman'] }, more)).toMatchObject({ _tag: 'Scored' })
  })

  test('F of each category is a part on request, and skipped where the references have none of it', async () => {
    const sample = { caption: 'dog, red', prompt: 'dog, red; dog, big' }
    const outcome = await one(sample, { categories: true })
    expect(Object.keys(outcome?.parts ?? {})).toEqual([
      ...['precision', 'recall', 'Object', 'Relation', 'Attribute', 'Color', 'Cardinality', 'Size'],
    ])
    expect(outcome?.parts).toMatchObject({
      Color: { value: 1 },
      Size: { value: 0 },
      Cardinality: { _tag: 'Skipped', reason: { code: 'not-applicable' } },
    })
  })
})

describe('each distinct text is parsed once', () => {
  const batch = [
    { caption: 'man', prompt: 'dog' },
    { caption: 'cat', prompt: 'dog' },
    { caption: 'man', prompt: ['dog', 'cat'] },
  ]

  test('in a batch, and across batches', async () => {
    const parser = listing()
    const reward = spiceReward(options({ parser }))
    const first = await score(reward, batch)
    expect(parser.asked).toEqual([['man', 'dog', 'cat']])
    expect(await score(reward, batch)).toEqual(first)
    expect(parser.asked).toHaveLength(1)
  })

  test('as many as are remembered; the one asked for longest ago goes', async () => {
    const parser = listing()
    const reward = spiceReward(options({ parser, cachedTexts: 2 }))
    for (const caption of ['a', 'b', 'a', 'c', 'a', 'b']) await score(reward, [{ caption, prompt: caption }])
    expect(parser.asked).toEqual([['a'], ['b'], ['c'], ['b']])
  })

  test('none is remembered where none is to be, and never a long one', async () => {
    for (const [caption, cachedTexts] of [
      ['man', 0],
      ['man '.repeat(1000), 9],
    ] as const) {
      const parser = listing()
      const reward = spiceReward(options({ parser, cachedTexts }))
      await score(reward, [{ caption, prompt: caption }])
      await score(reward, [{ caption, prompt: caption }])
      expect(parser.asked).toHaveLength(2)
    }
  })
})

describe('code of the user', () => {
  const parser = (answer: unknown) => ({ parse: () => TE.of(answer as never) })

  test.each<[string, SpiceRewardOptions, object]>([
    [
      'a parser that throws',
      {
        parser: {
          parse: () => {
            throw new Error('gone')
          },
        },
      },
      { _tag: 'Unexpected', message: 'gone' },
    ],
    [
      'one that answers Left',
      { parser: { parse: () => TE.left({ _tag: 'Unavailable', reward: 'service', reason: 'down' }) } },
      { _tag: 'Unavailable' },
    ],
    ['one that forgets a text', { parser: parser([[]]) }, { _tag: 'WrongLength', expected: 2, received: 1 }],
    ['one that answers no lists', { parser: parser('tuples') }, { _tag: 'Unexpected' }],
    ['one with a blank string', { parser: parser([[], [[' ']]]) }, { _tag: 'Unexpected' }],
    [
      'one with a tuple of four',
      { parser: parser([[], [['a', 'b', 'c', 'd']]]) },
      { _tag: 'Unexpected', message: expect.stringContaining('text 1') },
    ],
    [
      'a matcher that throws',
      {
        match: () => {
          throw new Error('lost')
        },
      },
      { _tag: 'Unexpected', message: 'lost' },
    ],
    ['a matcher that answers too little', { match: () => [] }, { _tag: 'WrongLength', expected: 4, received: 0 }],
    ['a matcher that answers no numbers', { match: () => [NaN, 0, 0, 0] }, { _tag: 'NonFinite' }],
    [
      'a matcher of a model that is away',
      { match: { similarities: () => TE.left({ _tag: 'Unavailable', reward: 'encoder', reason: 'down' }) } },
      { _tag: 'Unavailable' },
    ],
  ])('%s: the batch is Left', async (_, more, error) => {
    expect(await leftOf(more)).toMatchObject(error)
  })

  test('a lexicon that throws fails the samples it was asked for', async () => {
    const throwing = {
      synsets: (concept: string) => {
        if (concept === 'dog') throw new Error('no dogs')
        return []
      },
    }
    const outcomes = await score(spiceReward(options({ lexicon: throwing })), [PAIR, { caption: 'man', prompt: 'man' }])
    expect(outcomes).toMatchObject([
      { _tag: 'Failed', error: { message: 'no dogs' } },
      { _tag: 'Scored', value: 1 },
    ])
  })

  test('a matcher is asked once for the whole batch', async () => {
    let asked = 0
    const match = {
      similarities: (
        pairs: ReadonlyArray<{ candidate: ReadonlyArray<unknown>; reference: ReadonlyArray<unknown> }>,
      ) => {
        asked++
        return TE.of(pairs.map((p) => new Array<number>(p.candidate.length * p.reference.length).fill(0.25)))
      },
    }
    const outcomes = await score(spiceReward(options({ match })), [
      { caption: 'puppy', prompt: 'dog' },
      { caption: 'man', prompt: 'man' },
    ])
    expect(outcomes).toMatchObject([{ value: 0.25 }, { value: 1 }])
    expect(asked).toBe(1)
  })

  test.each<[string, unknown]>([
    ['variant', 'paper'],
    ['match', 'fuzzy'],
    ['lexicon', {}],
    ['parser', listed],
    ['categories', 1],
    ['maxLength', -1],
    ['cachedTexts', 0.5],
  ])('a wrong `%s` makes every batch Left InvalidOption', async (option, value) => {
    expect(await leftOf({ [option]: value }, [])).toMatchObject({ _tag: 'InvalidOption', reward: 'spice', option })
  })
})
