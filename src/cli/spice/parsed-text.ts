import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { mapInTurns } from '../../core/turn.js'
import type { Lexicon } from '../../spice/lexicon/lexicon.js'
import { readSentence } from '../../spice/mine-text.js'
import type { SentenceParser } from '../../spice/parser/sentence-parser.js'
import { proposalsOf } from '../../spice/proposals/proposals-of.js'
import { sceneGraph } from '../../spice/scene-graph/scene-graph.js'
import { tuplesOf } from '../../spice/scene-graph/tuples-of.js'
import type { Constituent, Proposal, Sentence, Tuple } from '../../spice/sentence.js'
import { tokenise } from '../../spice/tokens/tokenise.js'

/** A sentence as the rules read it, with the tree that it was read from. */
export interface ParsedSentence extends Sentence {
  /** In brackets: `(ROOT (NP (DT A) (NN man)))`. */
  readonly tree: string
}

/** What was found in a text. */
export interface ParsedText {
  readonly tuples: ReadonlyArray<Tuple>
  /** Where what lies in between is asked for. */
  readonly stages?: {
    readonly sentences: ReadonlyArray<ParsedSentence>
    /** What the rules propose, before synonyms are merged. */
    readonly proposals: ReadonlyArray<Proposal>
  }
}

/** What a text is parsed with. */
export interface TextParser {
  readonly parser: SentenceParser
  readonly lexicon: Lexicon
}

/** Sentence by sentence, so that an interruption need not wait for the end of a long text. Left `Aborted` alone. */
export const parsedText = async (
  text: string,
  { parser, lexicon }: TextParser,
  withStages: boolean,
  signal: AbortSignal,
): Promise<E.Either<RewardError, ParsedText>> => {
  const read = await mapInTurns(
    tokenise(text),
    (tokens) => {
      const sentence = readSentence(tokens, parser)
      return withStages ? { ...sentence, tree: treeText(parser.parse(sentence.words), sentence.words) } : sentence
    },
    { signal },
  )()
  return E.map((sentences: ReadonlyArray<Sentence | ParsedSentence>): ParsedText => {
    const proposals = proposalsOf(sentences)
    const tuples = tuplesOf(sceneGraph([proposals], lexicon))
    return withStages
      ? { tuples, stages: { sentences: sentences as ReadonlyArray<ParsedSentence>, proposals } }
      : { tuples }
  })(read)
}

/** A tree in brackets, its words included. A stack, not recursion: a tree can be as deep as its sentence is long. */
const treeText = (tree: Constituent, words: ReadonlyArray<string>): string => {
  let text = ''
  const open: Array<Constituent | string> = [tree]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') text += node
    else if (node.token > 0) text += ` (${node.label} ${words[node.token - 1]})`
    else {
      text += ` (${node.label}`
      open.push(')', ...[...node.children].reverse())
    }
  }
  return text.slice(1)
}
