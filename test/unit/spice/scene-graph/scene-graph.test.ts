import { expect, test } from 'vitest'
import { sceneGraph } from '../../../../src/spice/scene-graph/scene-graph.js'
import { tuplesOf } from '../../../../src/spice/scene-graph/tuples-of.js'
import type { Proposal } from '../../../../src/spice/sentence.js'
import { toyLexicon } from './toy-lexicon.js'

const tuples = (proposals: ReadonlyArray<Proposal>, synsets: Readonly<Record<string, ReadonlyArray<number>>> = {}) =>
  tuplesOf(sceneGraph([proposals], toyLexicon(synsets)))

test('no proposals, no tuples', () => {
  expect(tuples([])).toEqual([])
  expect(tuplesOf(sceneGraph([], toyLexicon({})))).toEqual([])
})

test('an attribute and a relation make their objects', () => {
  expect(tuples([['ball', 'red']])).toEqual([['ball'], ['ball', 'red']])
  expect(tuples([['man', 'horse', 'ride']])).toEqual([['man'], ['horse'], ['man', 'ride', 'horse']])
})

test('what is said twice is there once', () => {
  const said: ReadonlyArray<Proposal> = [['dog'], ['dog', 'black'], ['dog', 'cat', 'chase']]
  expect(tuples([...said, ...said])).toEqual(tuples(said))
})

test('a relation may lead from an object to itself', () => {
  expect(tuples([['picture', 'picture', 'of']])).toEqual([['picture'], ['picture', 'of', 'picture']])
})

test('a relation loses a leading be, and only that', () => {
  const shown = ['be on', 'be', 'bee on', 'be be on'].map((relation) => tuples([['cat', 'mat', relation]])[2]?.[1])
  expect(shown).toEqual(['on', 'be', 'bee on', 'be on'])
})

test('synonyms become one object, which has what is said of either', () => {
  const synsets = { sofa: [1], couch: [1, 2], lounge: [2] }
  expect(tuples([['sofa', 'red'], ['couch'], ['lounge', 'soft']], synsets)).toEqual([
    ['sofa/lounge/couch'],
    ['sofa/lounge/couch', 'red'],
    ['sofa/lounge/couch', 'soft'],
  ])
})

test('an object joins the one with the greater share of synsets in common, among equals the first', () => {
  expect(tuples([['a'], ['b'], ['c']], { a: [1, 2, 3, 4], b: [5, 6], c: [1, 5] })).toEqual([['a'], ['b/c']])
  expect(tuples([['a'], ['b'], ['c']], { a: [1], b: [2], c: [1, 2] })).toEqual([['a/c'], ['b']])
})

test('an attribute joins the first that is similar, however little', () => {
  const synsets = { a: [1, 2, 3, 4], b: [5, 6], c: [1, 5] }
  expect(
    tuples(
      [
        ['x', 'a'],
        ['x', 'b'],
        ['x', 'c'],
      ],
      synsets,
    ),
  ).toEqual([['x'], ['x', 'a/c'], ['x', 'b']])
})

test('attributes of two objects, and relations of two pairs, stay apart', () => {
  const synsets = { big: [1], large: [1] }
  expect(
    tuples(
      [
        ['x', 'big'],
        ['y', 'large'],
      ],
      synsets,
    ),
  ).toEqual([['x'], ['y'], ['x', 'big'], ['y', 'large']])
  expect(
    tuples(
      [
        ['x', 'y', 'big'],
        ['y', 'x', 'large'],
      ],
      synsets,
    ).slice(2),
  ).toEqual([
    ['x', 'big', 'y'],
    ['y', 'large', 'x'],
  ])
})

test('merged strings are shown in the order of the original, whatever the order they came in', () => {
  const synsets = { automobile: [1], car: [1], gray: [2], grey: [2], tail: [3], dog: [3] }
  for (const [a, b, shown] of [
    ['car', 'automobile', 'automobile/car'],
    ['grey', 'gray', 'gray/grey'],
    ['dog', 'tail', 'tail/dog'],
  ] as const)
    expect([tuples([[a], [b]], synsets), tuples([[b], [a]], synsets)]).toEqual([[[shown]], [[shown]]])
})

test('synsets that a lexicon lists unsorted or twice are a set', () => {
  expect(tuples([['a'], ['b']], { a: [9, 1, 9], b: [5, 1] })).toEqual([['a/b']])
})

test('synsets that are no numbers do not keep it busy for ever', () => {
  expect(tuples([['a'], ['b'], ['c']], { a: [NaN], b: [1, NaN], c: [NaN, 1] }).length).toBeGreaterThan(0)
})

test('words that name properties of objects are words', () => {
  const shown = tuples([
    ['__proto__', 'constructor', 'toString'],
    ['__proto__', 'hasOwnProperty'],
  ])
  expect(shown).toEqual([
    ['__proto__'],
    ['constructor'],
    ['__proto__', 'hasOwnProperty'],
    ['__proto__', 'toString', 'constructor'],
  ])
})

test('100,000 objects, attributes or relations take seconds, not hours', () => {
  const words = Array.from({ length: 100_000 }, (_, i) => `w${i}`)
  const started = performance.now()
  expect(tuples(words.map((word) => [word]))).toHaveLength(100_000)
  expect(tuples(words.map((word) => ['man', word]))).toHaveLength(100_001)
  expect(tuples(words.map((word) => ['man', 'horse', word]))).toHaveLength(100_002)
  expect(performance.now() - started).toBeLessThan(20_000)
}, 30_000)
