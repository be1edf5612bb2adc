import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError, unexpected } from '../core/error.js'
import { isTuple } from './is-tuple.js'
import type { Lexicon } from './lexicon/lexicon.js'
import { mineText } from './mine-text.js'
import type { SceneGraphOptions } from './options.js'
import { orThrow } from './or-throw.js'
import { type SceneGraph, sceneGraph } from './scene-graph/scene-graph.js'
import type { Proposal, Tuple } from './sentence.js'
import { shippedLexicon, shippedParser } from './shipped-data.js'
import { toProposal } from './to-proposal.js'

/** From texts to the graph that they make together. What a parser or a lexicon of the user's throws, it throws: see {@link attempt}. */
export type Reader = (texts: ReadonlyArray<string>) => SceneGraph

/** What the options ask for; what ships with the package is read only where it is needed. */
export const readerOf = ({ lexicon, parser }: SceneGraphOptions): E.Either<RewardError, Reader> =>
  pipe(
    E.Do,
    E.bind('mine', () => minerOf(parser)),
    E.bind('synonyms', () => lexiconOf(lexicon)),
    E.map(
      ({ mine, synonyms }) =>
        (texts) =>
          sceneGraph(texts.map(mine), synonyms),
    ),
  )

const minerOf = (
  parser: ((text: string) => ReadonlyArray<Tuple>) | undefined,
): E.Either<RewardError, (text: string) => ReadonlyArray<Proposal>> => {
  if (parser !== undefined) return E.right((text) => orThrow(checkedTuples(parser(text))).map(toProposal))
  return E.map((shipped: Parameters<typeof mineText>[1]) => (text: string) => mineText(text, shipped))(shippedParser())
}

const checkedTuples = (answer: unknown): E.Either<RewardError, ReadonlyArray<Tuple>> => {
  if (!Array.isArray(answer)) return E.left(unexpected('spice', `expected tuples of a parser, got ${describe(answer)}`))
  const odd = answer.findIndex((tuple) => !isTuple(tuple))
  if (odd < 0) return E.right(answer as ReadonlyArray<Tuple>)
  return E.left(
    unexpected('spice', `tuple ${odd} of the parser's answer is none of one, two or three strings, none blank`),
  )
}

const lexiconOf = (lexicon: Lexicon | undefined): E.Either<RewardError, Lexicon> =>
  lexicon === undefined ? shippedLexicon() : E.right(lexicon)

/** A text handed in by a caller that may not be type-checked. */
export const checkedText = (field: string, text: unknown): E.Either<RewardError, string> =>
  typeof text === 'string'
    ? E.right(text)
    : E.left({ _tag: 'InvalidInput', reward: 'spice', field, expected: 'a string', received: describe(text) })

/** One text or several, as a list. */
export const checkedTexts = (field: string, texts: unknown): E.Either<RewardError, ReadonlyArray<string>> =>
  Array.isArray(texts)
    ? E.traverseArray((text: unknown) => checkedText(field, text))(texts as ReadonlyArray<unknown>)
    : E.map((text: string) => [text])(checkedText(field, texts))
