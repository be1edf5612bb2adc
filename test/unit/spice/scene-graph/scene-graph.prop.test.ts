import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sceneGraph } from '../../../../src/spice/scene-graph/scene-graph.js'
import { tuplesOf } from '../../../../src/spice/scene-graph/tuples-of.js'
import type { Proposal } from '../../../../src/spice/sentence.js'
import { tuplesByTheRules } from './by-the-rules.js'
import { toyLexicon } from './toy-lexicon.js'

/** Words with few synsets among few, so that chains of partly synonymous words are long. */
const lexicons = (words: number, ids: number) =>
  fc
    .array(fc.uniqueArray(fc.integer({ min: 1, max: ids }), { maxLength: 4 }), { minLength: words, maxLength: words })
    .map((lists) => toyLexicon(Object.fromEntries(lists.map((list, i) => [`w${i}`, list]))))

const proposals = (words: number, count: number) => {
  const word = fc.integer({ min: 0, max: words - 1 }).map((i) => `w${i}`)
  const relation = fc.tuple(word, fc.constantFrom('', 'be ')).map(([name, copula]) => copula + name)
  const proposal: fc.Arbitrary<Proposal> = fc.oneof(
    fc.tuple(word),
    fc.tuple(word, word),
    fc.tuple(word, word, relation),
  )
  return fc.array(proposal, { maxLength: count })
}

const sorted = (texts: ReadonlyArray<ReadonlyArray<Proposal>>, lexicon: ReturnType<typeof toyLexicon>) =>
  tuplesOf(sceneGraph(texts, lexicon))
    .map((tuple) => tuple.map((shown) => shown.split('/').sort().join('/')).join(', '))
    .sort()

test('graphs of few concepts are those of a word by word reading of the rules', () => {
  fc.assert(
    fc.property(lexicons(8, 12), proposals(8, 12), (lexicon, list) => {
      expect(sorted([list], lexicon)).toEqual(tuplesByTheRules(list, lexicon))
    }),
  )
})

test('so are graphs of many, where concepts are found through an index', () => {
  fc.assert(
    fc.property(lexicons(60, 90), proposals(60, 150), (lexicon, list) => {
      expect(sorted([list], lexicon)).toEqual(tuplesByTheRules(list, lexicon))
    }),
    { numRuns: 60 },
  )
})

test('so are long lists of attributes, and of relations between the same two', () => {
  const long = fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 20, maxLength: 60 })
  fc.assert(
    fc.property(lexicons(60, 90), long, fc.boolean(), (lexicon, names, isAttribute) => {
      const list = names.map((i): Proposal => (isAttribute ? ['man', `w${i}`] : ['man', 'horse', `w${i}`]))
      expect(sorted([list], lexicon)).toEqual(tuplesByTheRules(list, lexicon))
    }),
    { numRuns: 60 },
  )
})

test('where the proposals are divided into texts is of no account', () => {
  fc.assert(
    fc.property(lexicons(8, 12), proposals(8, 12), proposals(8, 12), (lexicon, a, b) => {
      expect(sorted([a, b], lexicon)).toEqual(sorted([[...a, ...b]], lexicon))
    }),
  )
})
