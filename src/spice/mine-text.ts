import { dependenciesOf } from './dependencies/dependencies-of.js'
import { lemmaOf } from './lemma/lemma-of.js'
import { LONGEST_SENTENCE } from './parser/parse-words.js'
import type { SentenceParser } from './parser/sentence-parser.js'
import { proposalsOf } from './proposals/proposals-of.js'
import type { Constituent, Dependencies, Proposal, Sentence, Token } from './sentence.js'
import { tokenise } from './tokens/tokenise.js'

/** What a text says, before synonyms are merged: text -> tokens -> trees -> dependencies and lemmas -> proposals (RULES 1). */
export const mineText = (text: string, parser: SentenceParser): ReadonlyArray<Proposal> =>
  proposalsOf(tokenise(text).map((tokens) => readSentence(tokens, parser)))

/** One sentence as the rules read it. */
export const readSentence = (tokens: ReadonlyArray<Token>, parser: SentenceParser): Sentence => {
  const words = tokens.map(({ word }) => word)
  const tree = parser.parse(words)
  const tags = tagsOf(tree, words.length)
  const lemmas = words.map((word, i) => lemmaOf(word, tags[i] as string))
  return { words, tags, lemmas, ...relationsIn(tree, words) }
}

/** The labels of the pre-terminals, by token. */
const tagsOf = (tree: Constituent, count: number): ReadonlyArray<string> => {
  const tags = new Array<string>(count).fill('')
  // A stack, not recursion: a tree can be as deep as its sentence is long.
  const open: Array<Constituent> = [tree]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.token > 0) tags[node.token - 1] = node.label
    else for (const child of node.children) open.push(child)
  }
  return tags
}

/** Words past the longest sentence that is parsed hang on nothing: they have a tag, and so can be objects, but no relations. */
const relationsIn = (tree: Constituent, words: ReadonlyArray<string>): Dependencies => {
  const rest = words.length - LONGEST_SENTENCE
  if (rest <= 0) return dependenciesOf(tree, words)
  const parsed = tree.children.slice(0, tree.children.length - rest)
  const [only] = parsed
  const part = parsed.length === 1 && only !== undefined ? only : { label: tree.label, token: 0, children: parsed }
  const { heads, labels } = dependenciesOf(part, words.slice(0, LONGEST_SENTENCE))
  return {
    heads: [...heads, ...Array.from({ length: rest }, () => NO_HEAD)],
    labels: [...labels, ...Array.from({ length: rest }, () => '')],
  }
}

const NO_HEAD = -1
