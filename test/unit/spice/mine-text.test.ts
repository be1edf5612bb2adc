import { describe, expect, test } from 'vitest'
import { readTree } from '../../../src/spice/dependencies/read-tree.js'
import { mineText, readSentence } from '../../../src/spice/mine-text.js'
import { LONGEST_SENTENCE } from '../../../src/spice/parser/parse-words.js'
import type { SentenceParser } from '../../../src/spice/parser/sentence-parser.js'
import type { Constituent } from '../../../src/spice/sentence.js'
import { tokenise } from '../../../src/spice/tokens/tokenise.js'

/** Answers with the trees given, one a sentence. */
const answering = (...trees: ReadonlyArray<string>): SentenceParser => {
  const left = [...trees]
  return { parse: () => readTree(left.shift()!) }
}

const RIDER = '(ROOT (S (NP DT NN) (VP VBZ (VP VBG (NP DT NN))) .))'

describe('from a text to its proposals', () => {
  test('tokens get the tags of the tree, and lemmas by these tags', () => {
    const [tokens = []] = tokenise('A man is riding a horse.')
    expect(readSentence(tokens, answering(RIDER))).toEqual({
      words: ['A', 'man', 'is', 'riding', 'a', 'horse', '.'],
      tags: ['DT', 'NN', 'VBZ', 'VBG', 'DT', 'NN', '.'],
      lemmas: ['a', 'man', 'be', 'ride', 'a', 'horse', '.'],
      heads: [2, 4, 4, 0, 6, 4, 4],
      labels: ['det', 'nsubj', 'aux', 'root', 'det', 'dobj', 'punct'],
    })
  })

  test('sentences are read one by one, and what they propose stands together', () => {
    expect(mineText('A man is riding a horse. Two dogs.', answering(RIDER, '(ROOT (NP (NP CD NNS) .))'))).toEqual(
      expect.arrayContaining([['man', 'horse', 'ride'], ['man'], ['horse'], ['dog', 'two'], ['dog']]),
    )
  })

  test('a text without words proposes nothing, and no parser is asked', () => {
    const refusing: SentenceParser = { parse: () => expect.unreachable() }
    for (const text of ['', ' \n', '\u{1f600}']) expect(mineText(text, refusing)).toEqual([])
  })
})

describe('a sentence that is too long to be parsed', () => {
  const flat = (count: number, label: string): ReadonlyArray<Constituent> =>
    Array.from({ length: count }, (_, i) => ({ label, token: i + 1, children: [] }))
  const tokens = (count: number) => flat(count, '').map((_, i) => ({ word: `w${i}`, begin: 3 * i, length: 2 }))

  test('keeps the relations of its parsed part; what stands behind hangs on nothing', () => {
    const words = flat(LONGEST_SENTENCE + 3, 'NN')
    const part = { label: 'NP', token: 0, children: words.slice(0, LONGEST_SENTENCE) }
    const tree = { label: 'X', token: 0, children: [part, ...words.slice(LONGEST_SENTENCE)] }
    const { heads, labels, tags } = readSentence(tokens(LONGEST_SENTENCE + 3), { parse: () => tree })
    expect(heads.slice(0, LONGEST_SENTENCE).every((head) => head >= 0 && head <= LONGEST_SENTENCE)).toBe(true)
    expect(heads.slice(LONGEST_SENTENCE)).toEqual([-1, -1, -1])
    expect(labels.slice(LONGEST_SENTENCE)).toEqual(['', '', ''])
    expect(tags.every((tag) => tag === 'NN')).toBe(true)
  })

  test('nor is anything lost where the parsed part has no tree either', () => {
    const tree = { label: 'X', token: 0, children: flat(LONGEST_SENTENCE + 2, 'NN') }
    const { heads } = readSentence(tokens(LONGEST_SENTENCE + 2), { parse: () => tree })
    expect(heads).toHaveLength(LONGEST_SENTENCE + 2)
    expect(heads.filter((head) => head === 0)).toHaveLength(1)
    expect(heads.slice(LONGEST_SENTENCE)).toEqual([-1, -1])
  })

  test('its nouns are objects all the same, those behind too', () => {
    const tree = { label: 'X', token: 0, children: flat(LONGEST_SENTENCE + 2, 'NN') }
    const text = flat(LONGEST_SENTENCE + 2, '')
      .map((_, i) => `w${i}`)
      .join(' ')
    const objects = mineText(text, { parse: () => tree }).filter((proposal) => proposal.length === 1)
    expect(objects).toContainEqual([`w${LONGEST_SENTENCE + 1}`])
  })
})
