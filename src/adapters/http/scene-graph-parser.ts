import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { abortable } from '../../core/abort.js'
import type { RewardError } from '../../core/error.js'
import type { SceneGraphParser } from '../../spice/scene-graph-parser.js'
import type { Tuple } from '../../spice/sentence.js'
import { Gate } from '../image/gate.js'
import { type Fault, faultyAnswer } from './answer-fault.js'
import { askAll } from './ask-all.js'
import { type HttpParserOptions, type HttpParserSettings, httpParserSettings } from './parser-options.js'
import { postJson } from './post-json.js'
import { readGraphs } from './read-graphs.js'

/**
 * A parser behind HTTP that can be called off.
 *
 * @category model
 * @since 0.3.0
 */
export interface HttpSceneGraphParser extends SceneGraphParser {
  readonly parse: (
    texts: ReadonlyArray<string>,
    signal?: AbortSignal,
  ) => TaskEither<RewardError, ReadonlyArray<ReadonlyArray<Tuple>>>
}

/** UTF-16 units of a request's texts at most, unless it is one text. */
const MAX_UNITS = 2 ** 20

/**
 * A parser of scene graphs that is a service: `POST { "texts": ["a brown dog", ...] }` is answered by
 * `{ "graphs": [[["dog"], ["dog", "brown"]], ...] }`, a graph a text, in order; tuples are [object], [object, attribute] or
 * [subject, predicate, object].
 *
 * @param options - See the fields. Nothing is asked but the URL that is given.
 * @returns `Left InvalidOption`; else the parser, whose calls are `Left` as a whole where a part of the texts gets no graph: `Timeout`,
 *   `Aborted`, or `Unavailable`, with the service's status or what is wrong with its answer. No text gets a graph made up.
 * @category constructors
 * @since 0.3.0
 */
export const httpSceneGraphParser = (options: HttpParserOptions): E.Either<RewardError, HttpSceneGraphParser> =>
  E.map((settings: HttpParserSettings): HttpSceneGraphParser => {
    const gate = new Gate(settings.concurrency)
    return { parse: (texts, signal) => abortable(() => parseAll(texts, settings, gate, signal), signal) }
  })(httpParserSettings(options))

const parseAll = async (
  texts: ReadonlyArray<string>,
  settings: HttpParserSettings,
  gate: Gate,
  signal: AbortSignal | undefined,
): Promise<Parsed> =>
  E.map((graphs: ReadonlyArray<ReadonlyArray<ReadonlyArray<Tuple>>>) => graphs.flat())(
    await askAll(chunksOf(texts, settings.batchSize), gate, (chunk, stop) => parseChunk(chunk, settings, stop), signal),
  )

type Parsed = E.Either<RewardError, ReadonlyArray<ReadonlyArray<Tuple>>>

const parseChunk = async (
  texts: ReadonlyArray<string>,
  settings: HttpParserSettings,
  signal: AbortSignal,
): Promise<Parsed> => {
  const answer = await postJson({ texts }, settings, signal)()
  if (E.isLeft(answer)) return E.left(answer.left.error)
  return E.mapLeft((fault: Fault) => faultyAnswer(settings, fault))(readGraphs(answer.right, texts.length))
}

const chunksOf = (texts: ReadonlyArray<string>, size: number): ReadonlyArray<ReadonlyArray<string>> => {
  const chunks: Array<Array<string>> = []
  let units = 0
  for (const text of texts) {
    const last = chunks.at(-1)
    units += text.length
    if (last !== undefined && last.length < size && units <= MAX_UNITS) last.push(text)
    else {
      chunks.push([text])
      units = text.length
    }
  }
  return chunks
}
