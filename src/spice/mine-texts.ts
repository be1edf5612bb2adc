import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError, unexpected } from '../core/error.js'
import type { ScoreContext } from '../core/reward.js'
import { mapInTurns } from '../core/turn.js'
import { isTuple } from './is-tuple.js'
import { readSentence } from './mine-text.js'
import type { SentenceParser } from './parser/sentence-parser.js'
import { proposalsOf } from './proposals/proposals-of.js'
import type { SceneGraphParser } from './scene-graph-parser.js'
import type { Proposal, Tuple } from './sentence.js'
import { shippedParser } from './shipped-data.js'
import { toProposal } from './to-proposal.js'
import { tokenise } from './tokens/tokenise.js'

/** What texts propose, in order. */
export type Mine = (
  texts: ReadonlyArray<string>,
  context: ScoreContext,
) => TE.TaskEither<RewardError, ReadonlyArray<ReadonlyArray<Proposal>>>

/** By the parser that ships with the package, read at the first call. */
export const mineShipped: Mine = (texts, context) =>
  pipe(
    TE.fromEither(shippedParser()),
    TE.chain((parser) => mineBy(parser, texts, context)),
  )

/** Sentence by sentence, so that the event loop goes on within a long text, too. */
const mineBy =
  (parser: SentenceParser, texts: ReadonlyArray<string>, context: ScoreContext): ReturnType<Mine> =>
  async () => {
    const mined: Array<ReadonlyArray<Proposal>> = []
    for (const text of texts) {
      const sentences = await mapInTurns(tokenise(text), (tokens) => readSentence(tokens, parser), context)()
      if (E.isLeft(sentences)) return sentences
      mined.push(proposalsOf(sentences.right))
    }
    return E.right(mined)
  }

/** By a parser of the user's: what it throws is an error, and its answer is held against what was asked. */
export const mineWith =
  (parser: SceneGraphParser): Mine =>
  (texts, { signal }) =>
    pipe(
      TE.tryCatch(
        async () => parser.parse(texts, signal)(),
        (cause) => unexpected('spice', cause),
      ),
      TE.chainEitherK((answer) => answer),
      TE.chainEitherK((graphs) => checkedGraphs(graphs, texts.length)),
      TE.map((graphs) => graphs.map((tuples) => tuples.map(toProposal))),
    )

const checkedGraphs = (
  graphs: unknown,
  expected: number,
): E.Either<RewardError, ReadonlyArray<ReadonlyArray<Tuple>>> => {
  if (!Array.isArray(graphs)) return E.left(unexpected('spice', `expected lists of tuples, got ${describe(graphs)}`))
  if (graphs.length !== expected)
    return E.left({ _tag: 'WrongLength', reward: 'spice', expected, received: graphs.length })
  const odd = graphs.findIndex((tuples) => !Array.isArray(tuples) || !tuples.every(isTuple))
  return odd < 0
    ? E.right(graphs as ReadonlyArray<ReadonlyArray<Tuple>>)
    : E.left(
        unexpected(
          'spice',
          `the parser's answer to text ${odd} is no list of tuples of one, two or three strings, none blank`,
        ),
      )
}
