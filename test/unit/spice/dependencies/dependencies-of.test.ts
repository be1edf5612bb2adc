import { describe, expect, test } from 'vitest'
import { dependenciesOf } from '../../../../src/spice/dependencies/dependencies-of.js'
import { readTree } from '../../../../src/spice/dependencies/read-tree.js'
import { type Case, WORKED } from './worked-sentences.js'

/** Sentences made for a rule each. */
const MADE: ReadonlyArray<readonly [what: string, ...Case]> = [
  [
    'the subject of an infinitive is the object of the verb above',
    'a sign reminds people to eat',
    '(S (NP DT NN) (VP VBZ (S (NP NNS) (VP TO (VP VB)))))',
    'det:2 nsubj:3 root:0 dobj:3 mark:6 xcomp:3',
  ],
  [
    'a preposition without an object is case of the noun before',
    'a boy sits on a bench with a cap on',
    '(S (NP DT NN) (VP VBZ (PP IN (NP (NP DT NN) (PP IN (NP DT NN)))) (PP IN)))',
    'det:2 nsubj:3 root:0 case:6 det:6 nmod:3 case:9 det:9 nmod:6 case:6',
  ],
  [
    'or of the question word',
    'what it looks like',
    '(SBAR (WHNP WP) (S (NP PRP) (VP VBZ (PP IN))))',
    'nmod:3 nsubj:3 root:0 case:1',
  ],
  ['a fixed pair of words', 'fruits such as pears', '(NP (NP NNS) (PP JJ IN (NP NNS)))', 'root:0 case:4 mwe:2 nmod:1'],
  [
    'a fixed pair, whose second word is tagged as a superlative',
    'two such as',
    '(QP CD IN JJS)',
    'root:0 case:1 mwe:2',
  ],
  [
    'a fixed pair in place of an object',
    'a path in between',
    '(NP (NP DT NN) (PP IN (NP IN)))',
    'det:2 root:0 acl:2 mwe:3',
  ],
  [
    'a question for what something is',
    'what is this ?',
    '(SBARQ (WHNP WP) (SQ VBZ (NP DT)) .)',
    'root:0 cop:1 nsubj:1 punct:1',
  ],
  [
    'a fixed conjunction',
    'pears as well as plums',
    '(NP (NP NNS) (CONJP RB RB IN) (NP NNS))',
    'root:0 cc:1 mwe:2 mwe:2 conj:1',
  ],
  [
    'prepositions joined',
    'birds on and around it',
    '(NP (NP NNS) (PP IN CC IN (NP PRP)))',
    'root:0 case:5 cc:2 conj:2 nmod:1',
  ],
  [
    'one word before the conjunction, two after: modifiers',
    'a pear and plum tart',
    '(NP DT NN CC NN NN)',
    'det:5 compound:5 cc:2 conj:2 root:0',
  ],
  [
    'two words before it: noun phrases',
    'a ripe pear and plum tart',
    '(NP DT JJ NN CC NN NN)',
    'det:3 amod:3 root:0 cc:3 compound:6 conj:3',
  ],
  ['a plural before it: noun phrases', 'pears and plum tarts', '(NP NNS CC NN NNS)', 'root:0 cc:1 compound:4 conj:1'],
  ['a list of words', 'a bed , desk and lamp', '(NP DT NN , NN CC NN)', 'det:2 root:0 punct:2 conj:2 cc:2 conj:2'],
  [
    'a list whose last part has several words',
    'bed , desk , and table lamp',
    '(NP NN , NN , CC NN NN)',
    'compound:3 punct:3 root:0 punct:3 cc:3 compound:7 conj:3',
  ],
  [
    'a number before joined adjectives',
    'two black and white cows',
    '(NP CD JJ CC JJ NNS)',
    'compound:2 root:0 cc:2 amod:5 conj:2',
  ],
  [
    'a time is no object',
    'a girl enjoys a day',
    '(S (NP DT NN) (VP VBZ (NP DT NN)))',
    'det:2 nsubj:3 root:0 det:5 nmod:tmod:3',
  ],
  [
    'but a noun that a time modifies is',
    'a girl enjoys a day trip',
    '(S (NP DT NN) (VP VBZ (NP DT NN NN)))',
    'det:2 nsubj:3 root:0 det:6 compound:6 dobj:3',
  ],
  [
    'after "become" a noun is a predicate',
    'it becomes a home',
    '(S (NP PRP) (VP VBZ (NP DT NN)))',
    'nsubj:2 root:0 det:4 xcomp:2',
  ],
  [
    'purpose after an object',
    'a man uses a key to open it',
    '(S (NP DT NN) (VP VBZ (NP DT NN) (S (VP TO (VP VB (NP PRP))))))',
    'det:2 nsubj:3 root:0 det:5 dobj:3 mark:7 advcl:3 dobj:7',
  ],
  [
    'passive with "get"',
    'a wall gets painted',
    '(S (NP DT NN) (VP VBZ (VP VBN)))',
    'det:2 nsubjpass:4 auxpass:4 root:0',
  ],
]

const relations = (words: string, tree: string): string => {
  const { heads, labels } = dependenciesOf(readTree(tree), words.split(' '))
  return labels.map((label, i) => `${label}:${String(heads[i])}`).join(' ')
}

describe('worked sentences', () => {
  describe.each(WORKED)('%s', (_, cases) => {
    test.each(cases)('%s', (words, tree, expected) => {
      expect(relations(words, tree)).toBe(expected)
    })
  })
})

describe('one rule each', () => {
  test.each(MADE)('%s: %s', (_, words, tree, expected) => {
    expect(relations(words, tree)).toBe(expected)
  })
})

describe('trees of other kinds', () => {
  test('no words: nothing', () => {
    expect(dependenciesOf(readTree(''), [])).toEqual({ heads: [], labels: [] })
  })

  test('labels and words that nobody knows: the first is the head, the rest dep', () => {
    expect(relations('__proto__ constructor toString', '(__proto__ constructor valueOf hasOwnProperty)')).toBe(
      'root:0 dep:1 dep:1',
    )
  })

  test('a tree of 3,000 levels', () => {
    const depth = 3000
    const words = Array.from({ length: depth + 1 }, () => 'of')
    const { heads, labels } = dependenciesOf(readTree(`${'(PP IN '.repeat(depth)}NN${')'.repeat(depth)}`), words)
    expect([heads[depth], labels[depth], labels[0], heads[0]]).toEqual([0, 'root', 'case', depth + 1])
  })

  test('a phrase of 20,001 words and commas', () => {
    const count = 20_001
    const words = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'pear' : ','))
    const tree = readTree(`(NP ${words.map((word) => (word === ',' ? ',' : 'NN')).join(' ')})`)
    const { heads, labels } = dependenciesOf(tree, words)
    expect(new Set(heads)).toEqual(new Set([0, count]))
    expect(new Set(labels)).toEqual(new Set(['compound', 'punct', 'dep', 'root']))
  })
})
