import { describe, expect, test } from 'vitest'
import { RewardException } from '../../../src/score.js'
import { parseSceneGraph, spice, type SpiceOptions } from '../../../src/spice/index.js'
import { listed } from './notation.js'
import { toyLexicon } from './scene-graph/toy-lexicon.js'

const noSynonyms = toyLexicon({})
const given: SpiceOptions = { parser: listed, lexicon: noSynonyms }

/** What was thrown. */
const thrown = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error instanceof RewardException ? error.error : error
  }
  return 'nothing'
}

describe('parseSceneGraph', () => {
  test('merges what has a synset in common, and lists objects, attributes, relations', () => {
    const lexicon = toyLexicon({ sofa: [1], couch: [1] })
    expect(parseSceneGraph('sofa, red; couch, in, room', { parser: listed, lexicon })).toEqual([
      ['sofa/couch'],
      ['room'],
      ['sofa/couch', 'red'],
      ['sofa/couch', 'in', 'room'],
    ])
  })

  test.each(['', ' ', '\n\t'])('%j names nothing', (text) => {
    expect(parseSceneGraph(text)).toEqual([])
  })
})

describe('spice', () => {
  test('counts what matches, what is extra and what is missed', () => {
    const { f, precision, recall, tuples } = spice('man; man, tall; dog', 'man; man, ride, horse', given)
    expect([precision, recall]).toEqual([1 / 3, 1 / 3])
    expect(f).toBeCloseTo(1 / 3, 12)
    expect(tuples).toEqual({
      candidate: [['man'], ['dog'], ['man', 'tall']],
      reference: [['man'], ['horse'], ['man', 'ride', 'horse']],
      matched: [['man']],
      missed: [['horse'], ['man', 'ride', 'horse']],
      extra: [['dog'], ['man', 'tall']],
    })
  })

  test('several references are one graph', () => {
    const { f, tuples } = spice('man; dog', ['man', 'dog', 'cat'], given)
    expect(f).toBeCloseTo(0.8, 12)
    expect(tuples.missed).toEqual([['cat']])
    expect(spice('man; dog', ['man; dog; cat'], given)).toEqual(spice('man; dog', 'man; dog; cat', given))
  })

  test.each([
    ['', ''],
    ['dog', ''],
    ['', 'dog'],
    ['dog', []],
    ['dog', 'cat'],
  ])('%j against %j is 0', (candidate, references) => {
    expect(spice(candidate, references, given)).toMatchObject({ f: 0, precision: 0, recall: 0 })
  })

  test('categories are those of the original, by their names', () => {
    const { categories } = spice('dog, red; dog, two', 'dog, red; dog, big', given)
    expect(Object.keys(categories)).toEqual(['All', 'Object', 'Relation', 'Attribute', 'Color', 'Cardinality', 'Size'])
    expect(categories.Color).toEqual({ tp: 1, fp: 0, fn: 0, precision: 1, recall: 1, f: 1 })
    expect(categories.Size).toEqual({ tp: 0, fp: 0, fn: 1, precision: 0, recall: 0, f: 0 })
  })
})

describe('where the original leaves [0, 1]', () => {
  /** RULES 7: several candidate objects match one of the reference. */
  const candidate = 'tail; frank; andiron'
  const polysemy: SpiceOptions = {
    parser: listed,
    lexicon: toyLexicon({ dog: [1, 2], tail: [1], frank: [3], andiron: [2] }),
  }

  test("'released' gives its numbers: recall and F above 1, fn below 0, NaN without reference tuples", () => {
    const { f, recall, categories } = spice(candidate, 'dog', { ...polysemy, variant: 'released' })
    expect(recall).toBe(2)
    expect(f).toBeCloseTo((2 * (2 / 3) * 2) / (2 / 3 + 2), 12)
    expect(categories.All).toMatchObject({ tp: 2, fp: 1, fn: -1 })
    expect(categories.Color).toEqual({ tp: 0, fp: 0, fn: 0, precision: NaN, recall: NaN, f: NaN })
  })

  test("the default, 'clamped', brings each number back by itself", () => {
    const { f, precision, recall, categories } = spice('tail; andiron', 'dog', polysemy)
    expect([f, precision, recall]).toEqual([1, 1, 1])
    expect(categories.All).toEqual({ tp: 2, fp: 0, fn: 0, precision: 1, recall: 1, f: 1 })
    expect(categories.Color).toEqual({ tp: 0, fp: 0, fn: 0, precision: 0, recall: 0, f: 0 })
    expect(spice('tail; andiron', 'dog', { ...polysemy, variant: 'clamped' }).f).toBe(1)
  })
})

describe('soft matching', () => {
  test('a function of the user says how similar tuples are; what matches exactly is told as before', () => {
    const half = ({ candidate, reference }: { candidate: ArrayLike<unknown>; reference: ArrayLike<unknown> }) =>
      new Array<number>(candidate.length * reference.length).fill(0.5)
    const { f, tuples, partners } = spice('puppy', 'dog', { ...given, match: half })
    expect(f).toBe(0.5)
    expect(tuples.matched).toEqual([])
    expect(partners).toEqual({
      candidate: [{ partner: 0, similarity: 0.5 }],
      reference: [{ partner: 0, similarity: 0.5 }],
    })
  })

  test("'soft' finds by WordNet what synonyms do not", () => {
    const exact = spice('puppy', 'dog', { parser: listed })
    const soft = spice('puppy', 'dog', { parser: listed, match: 'soft' })
    expect(exact.f).toBe(0)
    expect(soft.f).toBeGreaterThan(0)
    expect(soft.f).toBeLessThan(1)
  })
})

describe('what is wrong is thrown as a RewardException', () => {
  test.each<[string, () => unknown, object]>([
    ['a text that is none', () => parseSceneGraph(5 as any), { _tag: 'InvalidInput', field: 'text', received: '5' }],
    ['a candidate that is none', () => spice(null as any, 'dog'), { _tag: 'InvalidInput', field: 'candidate' }],
    ['a reference that is none', () => spice('dog', undefined as any), { _tag: 'InvalidInput', field: 'references' }],
    ['one of several', () => spice('dog', ['dog', 7 as any]), { _tag: 'InvalidInput', received: '7' }],
    ['a variant', () => spice('', '', { variant: 'paper' as any }), { _tag: 'InvalidOption', option: 'variant' }],
    [
      'a matcher that is waited for',
      () => spice('', '', { match: { similarities: () => [] } as any }),
      { _tag: 'InvalidOption', option: 'match', expected: "'exact', 'soft' or a function" },
    ],
    ['a way to match', () => spice('', '', { match: 'fuzzy' as any }), { _tag: 'InvalidOption', option: 'match' }],
    ['a lexicon', () => spice('', '', { lexicon: {} as any }), { _tag: 'InvalidOption', option: 'lexicon' }],
    ['a parser', () => spice('', '', { parser: {} as any }), { _tag: 'InvalidOption', option: 'parser' }],
    ['a lexicon of a graph', () => parseSceneGraph('', { lexicon: {} as any }), { _tag: 'InvalidOption' }],
    ['a parser of a graph', () => parseSceneGraph('', { parser: 5 as any }), { _tag: 'InvalidOption' }],
  ])('%s', (_, run, error) => {
    expect(thrown(run)).toMatchObject(error)
  })
})

describe('code of the user', () => {
  const throws = (): never => {
    throw new Error('gone')
  }

  test.each<[string, SpiceOptions]>([
    ['a parser', { parser: throws }],
    ['a lexicon', { parser: listed, lexicon: { synsets: throws } }],
    ['a matcher', { ...given, match: throws }],
  ])('%s that throws is Unexpected, with what it threw', (_, options) => {
    expect(thrown(() => spice('man', 'man', options))).toMatchObject({ _tag: 'Unexpected', message: 'gone' })
  })

  test.each<[unknown]>([
    [undefined],
    [null],
    ['man'],
    [[[]]],
    [[['man', 'ride', 'horse', 'fast']]],
    [[['man', undefined]]],
    // eslint-disable-next-line no-sparse-arrays -- A hole is no string.
    [[[, 'man']]],
    [['man']],
    [[[' ']]],
    [Promise.resolve([])],
  ])('a parser that answers %j is Unexpected', (answer) => {
    expect(thrown(() => parseSceneGraph('man', { parser: () => answer as any }))).toMatchObject({ _tag: 'Unexpected' })
  })

  test.each<[unknown, object]>([
    [undefined, { _tag: 'Unexpected' }],
    ['0', { _tag: 'Unexpected' }],
    [['0'], { _tag: 'Unexpected' }],
    [[], { _tag: 'WrongLength', expected: 1, received: 0 }],
    [[NaN], { _tag: 'NonFinite' }],
    [[5], { _tag: 'OutOfRange', value: 5 }],
    [[-1], { _tag: 'OutOfRange', value: -1 }],
  ])('a matcher that answers %j is an error, not 0', (answer, error) => {
    const options: SpiceOptions = { ...given, match: () => answer as any }
    expect(thrown(() => spice('man', 'dog', options))).toMatchObject(error)
  })
})
