import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { proposalsOf } from '../../../../src/spice/proposals/proposals-of.js'
import type { Sentence } from '../../../../src/spice/sentence.js'

const LABELS = [
  'root nsubj nsubjpass dobj iobj nmod nmod:poss case cc conj mwe amod det acl acl:relcl advcl cop auxpass nummod',
  'compound compound:prt dep advmod mark xcomp punct',
].flatMap((line) => line.split(' '))
const WORDS =
  'a of in front on top next to by and dogs lot lots some two it them her 2 constructor __proto__ \ud800'.split(' ')
const TAGS = 'NN NNS NNP NNPS JJ VB VBN VBZ PRP PRP$ IN DT CD CC'.split(' ')

/** Any word, tag, label and head: heads out of range, loops and several roots among them. */
const sentence = (tokens: { minLength: number; maxLength: number }) =>
  fc
    .array(
      fc.record({
        word: fc.constantFrom(...WORDS),
        tag: fc.constantFrom(...TAGS),
        label: fc.constantFrom(...LABELS),
        head: fc.integer({ min: -1, max: tokens.maxLength + 1 }),
      }),
      tokens,
    )
    .map((list): Sentence => ({
      words: list.map(({ word }) => word),
      lemmas: list.map(({ word }) => word),
      tags: list.map(({ tag }) => tag),
      labels: list.map(({ label }) => label),
      heads: list.map(({ head }) => head),
    }))

const texts = fc.array(sentence({ minLength: 0, maxLength: 24 }), { maxLength: 3 })

describe('whatever the dependencies', () => {
  test('every proposal has one to three strings, and every noun of a sentence is in one', () => {
    fc.assert(
      fc.property(texts, (sentences) => {
        const proposals = proposalsOf(sentences)
        expect(proposals.every((parts) => parts.length >= 1 && parts.length <= 3)).toBe(true)
        expect(proposals.flat().every((part) => typeof part === 'string')).toBe(true)
        const said = new Set(proposals.flat())
        for (const { lemmas, tags } of sentences) {
          lemmas.forEach((lemma, i) => {
            if (tags[i]?.startsWith('NN') === true) expect(said).toContain(lemma.toLowerCase())
          })
        }
      }),
    )
  })

  test('the sentences are left as they were', () => {
    fc.assert(
      fc.property(texts, (sentences) => {
        const before = structuredClone(sentences)
        proposalsOf(sentences)
        expect(sentences).toEqual(before)
      }),
    )
  })

  test('a sentence says the same after others, in another order at most', () => {
    const sorted = (sentences: ReadonlyArray<Sentence>) =>
      proposalsOf(sentences)
        .map((parts) => parts.join('|'))
        .sort()
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        // A chain: where each node has one dependant, there is nothing to choose by order.
        fc.constantFrom('det', 'amod', 'nsubj', 'dobj').chain((label) =>
          sentence({ minLength: 1, maxLength: 12 }).map((any) => ({
            ...any,
            labels: any.labels.map(() => label),
            heads: any.heads.map((_head, i) => i),
          })),
        ),
        (before, last) => {
          const empty: Sentence = { words: [], lemmas: [], tags: [], labels: [], heads: [] }
          const after = sorted([...Array.from({ length: before }, () => empty), last])
          expect(after).toEqual(sorted([last]))
        },
      ),
    )
  })

  test('a sentence of 400 tokens takes no longer than 200 ms, wherever its heads are', () => {
    fc.assert(
      fc.property(sentence({ minLength: 400, maxLength: 400 }), (long) => {
        const began = performance.now()
        proposalsOf([long])
        expect(performance.now() - began).toBeLessThan(200)
      }),
      { numRuns: 20 },
    )
  })
})
