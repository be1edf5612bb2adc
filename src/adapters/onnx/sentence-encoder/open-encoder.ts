/// <reference lib="esnext.disposable" preserve="true" />
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { Similarities, TupleMatcher, TuplePair } from '../../../spice/soft/tuple-matcher.js'
import type { Device } from '../device.js'
import { openTokenizer } from '../huggingface/tokenizer.js'
import { openSession, type Session } from '../session.js'
import { type Embed, encode, INPUTS } from './encode.js'
import { encoderFolder, type EncoderFiles, readEncoderFiles } from './encoder-files.js'
import type { SentenceEncoderOptions } from './encoder-options.js'
import { phraseCosines, phrasesOf } from './phrases.js'
import type { Embedding } from './pool.js'
import { remembered } from './remembered.js'

/**
 * A loaded encoder: embeddings of texts, and how similar tuples are as phrases ("red car", "man ride horse").
 *
 * @category model
 * @since 0.3.0
 */
export interface SentenceEncoder extends TupleMatcher {
  /** Embeddings of unit length, in the order of the texts. */
  readonly embed: Embed
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const BATCH = 64

/** Opens the files of a model: tokenizer, graph, and the two as an encoder. */
export const openEncoder = (options: SentenceEncoderOptions): TE.TaskEither<RewardError, SentenceEncoder> => {
  const { device = 'cpu', threads, batchSize = BATCH, pooling } = options
  const model = encoderFolder(options.path)
  return pipe(
    TE.Do,
    TE.bind('files', () => readEncoderFiles(model, pooling)),
    TE.bind('tokenizer', () => openTokenizer(model)),
    TE.bind('session', ({ files: { graph } }) =>
      pipe(openSession('spice', graph, { device, threads }), TE.mapLeft(graphFault(graph, device))),
    ),
    TE.chainFirst(({ session, files }) => checkInputs(session, files)),
    TE.map(({ session, tokenizer, files }) => {
      const embed = remembered((texts, signal) => encode({ session, tokenizer, files, batchSize }, texts, signal))
      return {
        embed,
        similarities: (pairs, signal) => similaritiesBy(embed, pairs, signal),
        [Symbol.asyncDispose]: () => session.close(),
      }
    }),
  )
}

/** The processor always opens: what does not is the graph. */
const graphFault =
  (file: string, device: Device) =>
  (error: RewardError): RewardError =>
    error._tag === 'Unavailable' && device === 'cpu' && !error.reason.startsWith('onnxruntime-node')
      ? { _tag: 'BadFile', file, expected: 'an ONNX graph', received: error.reason }
      : error

const checkInputs =
  (session: Session, { graph }: EncoderFiles): TE.TaskEither<RewardError, void> =>
  async () => {
    const odd = session.inputs.filter((name) => !INPUTS.includes(name))
    if (odd.length === 0 && session.inputs.includes('input_ids')) return E.right(undefined)
    await session.close()
    return E.left({
      _tag: 'BadFile',
      file: graph,
      expected: `a graph with inputs of ${INPUTS.join(', ')}`,
      received: session.inputs.join(', '),
    })
  }

/** Each distinct phrase of the batch is encoded once. */
const similaritiesBy = (
  embed: Embed,
  pairs: ReadonlyArray<TuplePair>,
  signal?: AbortSignal,
): TE.TaskEither<RewardError, ReadonlyArray<Similarities>> => {
  const phrases = phrasesOf(pairs)
  return pipe(
    embed(phrases, signal),
    TE.map((embeddings) => {
      const byPhrase = new Map(phrases.map((phrase, i) => [phrase, embeddings[i] as Embedding]))
      return pairs.map((pair) => phraseCosines(pair, byPhrase))
    }),
  )
}
