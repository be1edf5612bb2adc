import { readFileSync } from 'node:fs'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { readLexicon } from '../../../../src/spice/lexicon/read-lexicon.js'
import { sceneGraph, type SceneGraph } from '../../../../src/spice/scene-graph/scene-graph.js'
import { tuplesOf } from '../../../../src/spice/scene-graph/tuples-of.js'
import type { Proposal } from '../../../../src/spice/sentence.js'
import { softPairs } from '../../../../src/spice/soft/soft-pairs.js'
import { softScoreBy } from '../../../../src/spice/soft/soft-score.js'
import { softScores } from '../../../../src/spice/soft/soft-scores.js'
import type { PureMatcher, Similarities, TupleMatcher, TuplePair } from '../../../../src/spice/soft/tuple-matcher.js'
import { wordNetMatcher } from '../../../../src/spice/soft/wordnet-matcher.js'

const shipped = readLexicon(readFileSync(new URL('../../../../data/spice/wordnet.bin', import.meta.url)))
if (isLeft(shipped)) throw new Error(shipped.left._tag)
const byWordNet = softScoreBy(wordNetMatcher(shipped.right))

const noSynonyms = { synsets: () => [] }
const graph = (...proposals: ReadonlyArray<Proposal>): SceneGraph => sceneGraph([proposals], noSynonyms)

/** Similarities by first letters: 0.5 where those of all places agree. */
const byLetters: PureMatcher = ({ candidate, reference }) =>
  candidate.flatMap((tuple) =>
    reference.map((other) => (tuple.every((strings, place) => strings[0]?.[0] === other[place]?.[0]?.[0]) ? 0.5 : 0)),
  )

describe('Soft-SPICE', () => {
  test('counts the best partner of each tuple, on both sides', () => {
    // Objects: ape has ant (0.5), bee has bee (1), cow has none. Attributes: (ape, dark) has (ant, dim).
    const candidate = graph(['ape', 'dark'], ['bee'], ['cow'])
    const reference = graph(['ant', 'dim'], ['bee'], ['bat'])
    const { categories, ...best } = softScoreBy(byLetters)(candidate, reference)
    expect(categories.Object).toMatchObject({ tp: 1.5, fp: 1.5, fn: 1, precision: 0.5, recall: 2 / 3 })
    expect(categories.Object.f).toBeCloseTo((2 * (0.5 * (2 / 3))) / (0.5 + 2 / 3), 12)
    expect(categories.Attribute).toEqual({ tp: 0.5, fp: 0.5, fn: 0.5, precision: 0.5, recall: 0.5, f: 0.5 })
    expect(categories.All).toMatchObject({ tp: 2, fp: 2, fn: 1.5, precision: 2 / 4, recall: 2.5 / 4 })
    expect(best.candidate).toEqual([
      { partner: 0, similarity: 0.5 },
      { partner: 1, similarity: 1 },
      { partner: undefined, similarity: 0 },
      { partner: 3, similarity: 0.5 },
    ])
    // The bat is like the bee, which has a better partner of its own.
    expect(best.reference).toEqual([
      { partner: 0, similarity: 0.5 },
      { partner: 1, similarity: 1 },
      { partner: 1, similarity: 0.5 },
      { partner: 3, similarity: 0.5 },
    ])
  })

  test('gives what SPICE matches a similarity of 1, whatever the matcher says', () => {
    const one = graph(['dog', 'ball', 'chase'])
    expect(
      softScoreBy(({ candidate, reference }) => new Float64Array(candidate.length * reference.length))(one, one)
        .categories.All,
    ).toMatchObject({
      precision: 1,
      recall: 1,
      f: 1,
    })
  })

  test('compares colours with colours, sizes with sizes, numbers with numbers', () => {
    const { categories } = byWordNet(
      graph(['car', 'red'], ['car', 'tall']),
      graph(['car', 'blue'], ['car', 'big'], ['car', 'two']),
    )
    expect(categories.Color.f).toBeCloseTo(Math.sqrt(1 / 3), 12)
    expect(categories.Size).toMatchObject({ tp: 0, f: 0 })
    expect(categories.Cardinality).toMatchObject({ tp: 0, fp: 0, fn: 1, precision: 0, recall: 0, f: 0 })
  })

  test('has the numbers of SPICE where a side is empty', () => {
    const [full, empty] = [graph(['dog']), graph()]
    expect(byWordNet(empty, full).categories.All).toMatchObject({ tp: 0, fn: 1, precision: 0, recall: 0, f: 0 })
    expect(byWordNet(full, empty).categories.All).toMatchObject({ precision: 0, recall: 0, f: 0 })
    expect(byWordNet(empty, empty).categories.All.f).toBe(0)
    expect(byWordNet(full, empty).categories.Object.f).toBeNaN()
  })

  test('gives near misses what SPICE refuses them', () => {
    const reference = graph(['man', 'horse', 'ride'], ['horse', 'brown'])
    const near = byWordNet(graph(['person', 'pony', 'ride'], ['pony', 'brown']), reference).categories.All.f
    const far = byWordNet(graph(['plate', 'pizza', 'with'], ['pizza', 'hot']), reference).categories.All.f
    expect(near).toBeGreaterThan(0.5)
    expect(far).toBeLessThan(0.25)
    expect(far).toBeGreaterThanOrEqual(0)
  })

  test('compares the first 256 tuples of a kind; those after them match exactly', () => {
    const many = (name: string): SceneGraph => graph(...Array.from({ length: 300 }, (_, i) => [`${name}${i}`] as const))
    const half: PureMatcher = ({ candidate, reference }) =>
      new Float64Array(candidate.length * reference.length).fill(0.5)
    expect(softScoreBy(half)(many('a'), many('b')).categories.Object).toMatchObject({ tp: 128, fn: 300 - 128 })
    expect(softScoreBy(half)(many('a'), many('a')).categories.Object).toMatchObject({ tp: 300, fn: 0 })
  })

  test('asks about tuples in the order of those of the graph, merged ones with all their names', () => {
    const merged = sceneGraph(
      [
        [
          ['car', 'red'],
          ['automobile', 'street', 'be on'],
        ],
      ],
      { synsets: (word) => (word === 'car' || word === 'automobile' ? [1] : []) },
    )
    const pairs = softPairs(merged, merged)
    expect(pairs.map(({ candidate }) => candidate)).toEqual([
      [[['car', 'automobile']], [['street']]],
      [[['car', 'automobile'], ['red']]],
      [[['car', 'automobile'], ['on'], ['street']]],
    ])
    expect(tuplesOf(merged)).toHaveLength(4)
  })
})

describe('a matcher that is waited for', () => {
  const answering = (answer: (pair: TuplePair) => Similarities): TupleMatcher & { calls: number } => ({
    calls: 0,
    similarities(pairs) {
      this.calls++
      return TE.right(pairs.map(answer))
    },
  })
  const [dog, cat] = [graph(['dog']), graph(['cat'])]

  test('is asked once for a batch, and scores as one that is not', async () => {
    const matcher = answering(byLetters)
    const graphs = [
      [graph(['ape', 'dark']), graph(['ant', 'dim'])],
      [dog, cat],
      [graph(), dog],
    ] as const
    expect(await softScores(matcher, graphs)()).toEqual(right(graphs.map(([a, b]) => softScoreBy(byLetters)(a, b))))
    expect(matcher.calls).toBe(1)
  })

  test.each([
    ['too few', (): Similarities => [], { _tag: 'WrongLength', expected: 1, received: 0 }],
    [
      'NaN',
      ({ candidate, reference }: TuplePair) => new Array<number>(candidate.length * reference.length).fill(NaN),
      { _tag: 'NonFinite', value: NaN },
    ],
    [
      'a negative cosine',
      ({ candidate, reference }: TuplePair) => new Array<number>(candidate.length * reference.length).fill(-0.1),
      { _tag: 'OutOfRange', value: -0.1, min: 0, max: 1 },
    ],
  ])('is an error with %s', async (_, answer, error) => {
    expect(await softScores(answering(answer), [[dog, cat]])()).toMatchObject({ left: { reward: 'spice', ...error } })
  })

  test('is an error with another number of answers', async () => {
    expect(await softScores({ similarities: () => TE.right([]) }, [[dog, cat]])()).toMatchObject({
      left: { _tag: 'WrongLength', expected: 3, received: 0 },
    })
  })

  test('passes its own error on, and is handed the signal', async () => {
    const { signal } = new AbortController()
    const handed: Array<unknown> = []
    const failing: TupleMatcher = {
      similarities: (_, given) => {
        handed.push(given)
        return TE.left({ _tag: 'Unavailable', reward: 'spice', reason: 'away' })
      },
    }
    expect(await softScores(failing, [[dog, cat]], signal)()).toMatchObject({ left: { reason: 'away' } })
    expect(handed).toEqual([signal])
  })
})
