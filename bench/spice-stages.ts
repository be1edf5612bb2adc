import * as E from 'fp-ts/lib/Either.js'
import { dependenciesOf } from '../src/spice/dependencies/dependencies-of.js'
import { lemmaOf } from '../src/spice/lemma/lemma-of.js'
import { readSentence } from '../src/spice/mine-text.js'
import { proposalsOf } from '../src/spice/proposals/proposals-of.js'
import { sceneGraph } from '../src/spice/scene-graph/scene-graph.js'
import { shippedLexicon, shippedParser } from '../src/spice/shipped-data.js'
import { spiceScore } from '../src/spice/spice-score.js'
import { tokenise } from '../src/spice/tokens/tokenise.js'
import type { TextPair } from './spice-texts.js'

/** A stage of the way from two texts to their score, and the time of one text. */
export interface StageTime {
  readonly stage: string
  readonly microsecondsAText: number
}

const ROUNDS = 5

/** Each stage by itself, fed with what the one before made: median of the rounds, after one that is not counted. */
export const timeStages = (pairs: ReadonlyArray<TextPair>): ReadonlyArray<StageTime> => {
  const [parser, lexicon] = [orThrow(shippedParser()), orThrow(shippedLexicon())]
  const texts = pairs.flatMap(({ caption, prompt }) => [caption, prompt])
  const tokens = texts.map(tokenise)
  const words = tokens.flat().map((sentence) => sentence.map(({ word }) => word))
  const trees = words.map((sentence) => parser.parse(sentence))
  const sentences = tokens.map((text) => text.map((sentence) => readSentence(sentence, parser)))
  const flat = sentences.flat()
  const proposals = sentences.map(proposalsOf)
  const graphs = proposals.map((own) => sceneGraph([own], lexicon))
  const stages: ReadonlyArray<readonly [string, () => unknown]> = [
    ['tokens and sentences', () => texts.map(tokenise)],
    ['tags and tree', () => words.map((sentence) => parser.parse(sentence))],
    ['dependencies', () => trees.map((tree, i) => dependenciesOf(tree, words[i]!))],
    ['lemmas', () => flat.map((sentence) => sentence.words.map((word, i) => lemmaOf(word, sentence.tags[i]!)))],
    ['graph and proposals', () => sentences.map(proposalsOf)],
    ['concepts', () => proposals.map((own) => sceneGraph([own], lexicon))],
    ['scores', () => pairs.map((_, i) => spiceScore(graphs[2 * i]!, graphs[2 * i + 1]!, 'clamped'))],
  ]
  return stages.map(([stage, run]) => ({ stage, microsecondsAText: (medianMs(run) / texts.length) * 1000 }))
}

const medianMs = (run: () => unknown): number => {
  const times = Array.from({ length: ROUNDS + 1 }, () => {
    const began = performance.now()
    run()
    return performance.now() - began
  })
  return times.slice(1).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number
}

const orThrow = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}
