import type { Constituent } from '../sentence.js'
import type { Beam, Chart, ParseNodes } from './chart.js'
import type { SentenceParser } from './sentence-parser.js'
import type { WordTagger } from './word-tags.js'

/** Words of a sentence that are parsed; those behind get their likeliest tag and hang flat under the top. */
export const LONGEST_SENTENCE = 100

/**
 * The beams for a sentence: the usual one, and one for where that leaves no parse. Time goes by the cube of the length, so long sentences, rare
 * in captions, get narrower ones.
 */
const beamsFor = (words: number): ReadonlyArray<Beam> =>
  (BEAMS.find(({ upTo }) => words <= upTo) ?? LONGEST_BEAMS).beams

const LONGEST_BEAMS = {
  upTo: LONGEST_SENTENCE,
  beams: [
    { width: 7, most: 20 },
    { width: 9, most: 30 },
  ],
}

const BEAMS: ReadonlyArray<{ readonly upTo: number; readonly beams: ReadonlyArray<Beam> }> = [
  {
    upTo: 40,
    beams: [
      { width: 9, most: 80 },
      { width: 16, most: 160 },
    ],
  },
  {
    upTo: 60,
    beams: [
      { width: 8, most: 40 },
      { width: 10, most: 80 },
    ],
  },
]

/** Items of a chart, all cells together: enough for each of these beams, unary chains included. A sentence with more is not parsed. */
export const MOST_ITEMS = 2 ** 18

/**
 * Joins a chart and the words' tags to a parser.
 *
 * @param labels - What each symbol puts into the tree; a symbol without a label is part of its parent's rule.
 * @param kinds - The tag that each class of words is called by.
 */
export const sentenceParser = (
  chart: Chart,
  tagger: WordTagger,
  labels: ReadonlyArray<string>,
  kinds: ReadonlyArray<string>,
): SentenceParser => {
  const likeliest = (word: string, token: number): Constituent => {
    const kind = kinds[tagger.tagsOf(word, token === 1).kind] ?? ''
    return { label: kind === '' ? 'NN' : kind, token, children: [] }
  }
  return {
    parse: (words) => {
      const head = words.length > LONGEST_SENTENCE ? words.slice(0, LONGEST_SENTENCE) : words
      const tags = head.map((word, i) => tagger.tagsOf(word, i === 0))
      for (const beam of beamsFor(head.length)) {
        const nodes = chart.parse(tags, beam)
        if (nodes === undefined) continue
        const tree = treeOf(nodes, labels)
        const rest = words.slice(LONGEST_SENTENCE)
        if (rest.length === 0) return tree
        const flat = rest.map((word, i) => likeliest(word, LONGEST_SENTENCE + i + 1))
        return { label: 'X', token: 0, children: [tree, ...flat] }
      }
      return { label: 'X', token: 0, children: words.map((word, i) => likeliest(word, i + 1)) }
    },
  }
}

/** The tree of a parse: symbols become labels, and what the grammar split into pairs is one node again. */
const treeOf = (nodes: ParseNodes, labels: ReadonlyArray<string>): Constituent => {
  let at = 0
  const read = (siblings: Array<Constituent>): void => {
    const label = labels[nodes[at] as number] as string
    const form = nodes[at + 1] as number
    at += 2
    if (form >= 0) {
      siblings.push({ label, token: form + 1, children: [] })
      return
    }
    const children: Array<Constituent> = label === '' ? siblings : []
    read(children)
    if (form === -2) read(children)
    if (label !== '') siblings.push({ label, token: 0, children })
  }
  const top: Array<Constituent> = []
  read(top)
  return top[0] as Constituent
}
