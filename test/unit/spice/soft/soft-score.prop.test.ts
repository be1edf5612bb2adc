import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { readLexicon } from '../../../../src/spice/lexicon/read-lexicon.js'
import { sceneGraph } from '../../../../src/spice/scene-graph/scene-graph.js'
import { scoreGraphs } from '../../../../src/spice/score/score-graphs.js'
import type { Proposal } from '../../../../src/spice/sentence.js'
import { softScoreBy } from '../../../../src/spice/soft/soft-score.js'
import { wordNetMatcher } from '../../../../src/spice/soft/wordnet-matcher.js'

const shipped = readLexicon(readFileSync(new URL('../../../../data/spice/wordnet.bin', import.meta.url)))
if (isLeft(shipped)) throw new Error(shipped.left._tag)
const lexicon = shipped.right
const matcher = wordNetMatcher(lexicon)
const score = softScoreBy(matcher)

const word = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'man',
      'person',
      'dog',
      'puppy',
      'red',
      'crimson',
      'tall',
      'two',
      'sit on',
      'sit in',
      'ride',
      'tennis racket',
      'couch',
      'sofa',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1 }) },
)
const proposal: fc.Arbitrary<Proposal> = fc.oneof(fc.tuple(word), fc.tuple(word, word), fc.tuple(word, word, word))
const graph = fc.array(proposal, { maxLength: 8 }).map((proposals) => sceneGraph([proposals], lexicon))
const tuple = fc
  .integer({ min: 1, max: 3 })
  .chain((length) => fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { minLength: length, maxLength: length }))

test('similarities are in [0, 1], symmetric, and 1 for the same tuple', () => {
  fc.assert(
    fc.property(fc.array(tuple, { minLength: 1, maxLength: 4 }), (tuples) => {
      const alike = tuples.filter(({ length }) => length === tuples[0]!.length)
      const matrix = Array.from(matcher({ candidate: alike, reference: alike }))
      alike.forEach((_, i) =>
        alike.forEach((__, j) => {
          const value = matrix[i * alike.length + j]!
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
          expect(value).toBe(matrix[j * alike.length + i])
          if (i === j) expect(value).toBe(1)
        }),
      )
    }),
  )
})

test('all scores are in [0, 1], and F is no less than the smaller of precision and recall', () => {
  fc.assert(
    fc.property(graph, graph, (candidate, reference) => {
      for (const { precision, recall, f } of Object.values(score(candidate, reference).categories)) {
        if (Number.isNaN(f)) continue
        for (const value of [precision, recall, f]) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
        }
        expect(f).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12)
      }
    }),
  )
})

test('a graph that has something is itself', () => {
  fc.assert(
    fc.property(graph, (one) => {
      fc.pre(one.objects.concepts.length > 0)
      expect(score(one, one).categories.All).toMatchObject({ precision: 1, recall: 1, f: 1 })
    }),
  )
})

test('precision is never below that of SPICE', () => {
  fc.assert(
    fc.property(graph, graph, (candidate, reference) => {
      const soft = score(candidate, reference).categories.All.precision
      expect(soft).toBeGreaterThanOrEqual(scoreGraphs(candidate, reference).categories.All.precision)
    }),
  )
})

test('the other way round, precision and recall change places', () => {
  fc.assert(
    fc.property(graph, graph, (candidate, reference) => {
      fc.pre(candidate.objects.concepts.length > 0 && reference.objects.concepts.length > 0)
      const [there, back] = [score(candidate, reference), score(reference, candidate)]
      expect(back.categories.All.precision).toBe(there.categories.All.recall)
      expect(back.categories.All.f).toBeCloseTo(there.categories.All.f, 12)
    }),
  )
})
