import { describe, expect, test } from 'vitest'
import { sceneGraph } from '../../../../src/spice/scene-graph/scene-graph.js'
import type { Category } from '../../../../src/spice/score/category.js'
import { scoreGraphs } from '../../../../src/spice/score/score-graphs.js'
import type { Proposal } from '../../../../src/spice/sentence.js'
import { toyLexicon } from '../scene-graph/toy-lexicon.js'

const SYNONYMS = {
  two: [1],
  '2': [1],
  gray: [2],
  grey: [2],
  big: [3, 4],
  large: [4],
  tail: [10],
  frank: [11],
  andiron: [12],
  dog: [10, 11, 12],
}

type Texts = ReadonlyArray<ReadonlyArray<Proposal>>

const score = (
  candidate: Texts,
  reference: Texts,
  synsets: Readonly<Record<string, ReadonlyArray<number>>> = SYNONYMS,
) => {
  const lexicon = toyLexicon(synsets)
  return scoreGraphs(sceneGraph(candidate, lexicon), sceneGraph(reference, lexicon))
}

/** [tp, fp, fn, precision, recall, f] */
const numbers = (candidate: Texts, reference: Texts, category: Category = 'All') => {
  const { tp, fp, fn, precision, recall, f } = score(candidate, reference).categories[category]
  return [tp, fp, fn, precision, recall, f]
}

const NONE: Texts = []
const DOG: Texts = [[['dog']]]
const CAT: Texts = [[['cat']]]
const dog = (...attributes: ReadonlyArray<string>): Texts => [
  [['dog'], ...attributes.map((one) => ['dog', one] as const)],
]

describe('worked scores of RULES, appendix B', () => {
  test('empty graphs score 0, never NaN: as candidate, as reference, and against each other', () => {
    expect(numbers(NONE, DOG)).toEqual([0, 0, 1, 0, 0, 0])
    expect(numbers(DOG, NONE)).toEqual([0, 1, 0, 0, 0, 0])
    expect(numbers(NONE, NONE)).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('equal graphs score 1, unrelated ones 0', () => {
    expect(numbers(DOG, DOG)).toEqual([1, 0, 0, 1, 1, 1])
    expect(numbers(DOG, CAT)).toEqual([0, 1, 1, 0, 0, 0])
  })

  test('what is said too much costs precision, what is left out costs recall', () => {
    expect(numbers(dog('big'), dog())).toEqual([1, 1, 0, 0.5, 1, 2 / 3])
    expect(numbers(dog(), dog('big'))).toEqual([1, 0, 1, 1, 0.5, 2 / 3])
  })

  test('a relation matches in its own direction only', () => {
    expect(numbers([[['man', 'horse', 'ride']]], [[['horse', 'man', 'ride']]])).toEqual([2, 1, 1, 2 / 3, 2 / 3, 2 / 3])
  })

  test('one reference object may serve three of the candidate: fn below 0, recall and F above 1', () => {
    const candidate: Texts = [[['tail'], ['frank']]]
    expect(numbers(candidate, DOG)).toEqual([2, 0, -1, 1, 2, 4 / 3])
  })
})

describe('categories', () => {
  test('are counted apart: objects, attributes, relations', () => {
    const graph: Texts = [
      [
        ['dog', 'big'],
        ['dog', 'cat', 'chase'],
      ],
    ]
    expect(numbers(graph, dog('big'), 'Object')).toEqual([1, 1, 0, 0.5, 1, 2 / 3])
    expect(numbers(graph, dog('big'), 'Attribute')).toEqual([1, 0, 0, 1, 1, 1])
    expect(numbers(graph, dog('big'), 'Relation')).toEqual([0, 1, 0, NaN, NaN, NaN])
  })

  test('are NaN without reference tuples, and 0 without matches', () => {
    expect(numbers(dog('big'), dog(), 'Size')).toEqual([0, 1, 0, NaN, NaN, NaN])
    expect(numbers(dog(), dog('big'), 'Size')).toEqual([0, 0, 1, 0, 0, 0])
    expect(numbers(NONE, NONE, 'Object')).toEqual([0, 0, 0, NaN, NaN, NaN])
  })

  test('know colours, numbers and sizes by their words', () => {
    expect(numbers(dog('red', 'gold'), dog('blue', 'red', 'silver'), 'Color')).toEqual([1, 0, 1, 1, 0.5, 2 / 3])
    expect(numbers(dog('three', 'many'), dog('two', 'three'), 'Cardinality')).toEqual([1, 0, 1, 1, 0.5, 2 / 3])
    expect(numbers(dog('life-size', 'wide'), dog('wide'), 'Size')).toEqual([1, 1, 0, 0.5, 1, 2 / 3])
  })

  test('look at what is displayed: "2" is no number, and a merged attribute is in none', () => {
    expect(numbers(dog('two'), dog('2'))).toEqual([2, 0, 0, 1, 1, 1])
    expect(numbers(dog('two'), dog('2'), 'Cardinality')).toEqual([0, 1, 0, NaN, NaN, NaN])
    expect(numbers(dog('gray', 'grey'), dog('gray'), 'Color')).toEqual([0, 0, 1, 0, 0, 0])
    expect(numbers(dog('big', 'large'), dog('big'))).toEqual([2, 0, 0, 1, 1, 1])
  })
})

describe('which tuples matched', () => {
  test('of the candidate all that match, of the reference the first in the order of the shown strings', () => {
    const synsets = { x: [1, 2], b: [1], a: [2], c: [3] }
    const { candidate, reference } = score([[['x'], ['z']]], [[['b'], ['a'], ['c']]], synsets)
    expect(candidate).toEqual([true, false])
    expect(reference).toEqual([false, true, false])
  })

  test('is told in the order of the tuples: objects, attributes, relations', () => {
    const { candidate, reference } = score(
      [
        [
          ['dog', 'big'],
          ['dog', 'cat', 'chase'],
        ],
      ],
      [[['cat'], ['dog', 'cat', 'chase']]],
    )
    expect(candidate).toEqual([true, true, false, true])
    expect(reference).toEqual([true, true, true])
  })
})

test('a score is the same however the references are divided into texts', () => {
  const together = score(dog('big'), [[['dog'], ['dog', 'large'], ['cat']]])
  expect(score(dog('big'), [[['dog']], [['dog', 'large']], [['cat']]])).toEqual(together)
})

test('graphs of 100,000 tuples each take seconds, not hours', () => {
  const words = Array.from({ length: 50_000 }, (_, i) => `w${i}`)
  const started = performance.now()
  const long: Texts = [
    words.flatMap((word): ReadonlyArray<Proposal> => [
      ['man', word],
      ['man', 'horse', word],
      [word, 'man', 'on'],
    ]),
  ]
  expect(score(long, long).categories.All.f).toBe(1)
  expect(performance.now() - started).toBeLessThan(20_000)
}, 30_000)
