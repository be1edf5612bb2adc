import { stat } from 'node:fs/promises'
import path from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { disposedOf, type RewardError } from '../../../core/error.js'
import { shared } from '../shared.js'
import { encoderOptionFault, type SentenceEncoderOptions } from './encoder-options.js'
import { openEncoder, type SentenceEncoder } from './open-encoder.js'

const OWNER = 'spice'

/**
 * Loads a sentence encoder for Soft-SPICE, from the files where they lie.
 *
 * @param options - Folder, device, size of a run; see the fields.
 * @returns `Left MissingModel` with the files that are not there, `Left BadFile` for those that are not what they should be, `Left
 *   MissingPackage` without onnxruntime-node, `Left Unavailable` where the device does not open, `Left InvalidOption`; else the encoder, which
 *   the caller disposes of. Who loads the same again shares its session.
 * @remarks The similarity of two tuples is the cosine of their phrases, 0 where it is negative, 1 for the same phrase. An embedding depends
 *   on what shares its run in the last bits alone (docs/soft-spice.md). The last 2,048 to 4,096 phrases are remembered.
 * @category constructors
 * @since 0.3.0
 */
export const loadSentenceEncoder = (options: SentenceEncoderOptions): TE.TaskEither<RewardError, SentenceEncoder> => {
  const fault = encoderOptionFault(options)
  if (fault !== undefined) return TE.left(fault)
  return async () => {
    const key = JSON.stringify([
      'sentence-encoder',
      options,
      path.resolve(options.path),
      await identityOf(options.path),
    ])
    return TE.map(held)(shared(key, openEncoder(options)))()
  }
}

const FILES = [
  'model.onnx',
  'onnx/model.onnx',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
]

/** A folder whose files were replaced holds another model. */
const identityOf = async (folder: string): Promise<ReadonlyArray<string>> =>
  Promise.all(
    FILES.map(async (name) => {
      const found = await stat(path.join(folder, name)).catch(() => undefined)
      return found === undefined ? '' : [found.dev, found.ino, found.size, found.mtimeMs].join(':')
    }),
  )

/** Each holder's own view of a shared encoder: who has disposed of it cannot go on while another one still holds it. */
const held = (encoder: SentenceEncoder): SentenceEncoder => {
  let disposed = false
  const guarded = <A>(run: () => TE.TaskEither<RewardError, A>): TE.TaskEither<RewardError, A> =>
    disposed ? TE.left(disposedOf(OWNER)) : run()
  return {
    embed: (texts, signal) => guarded(() => encoder.embed(texts, signal)),
    similarities: (pairs, signal) => guarded(() => encoder.similarities(pairs, signal)),
    [Symbol.asyncDispose]: async () => {
      disposed = true
      await encoder[Symbol.asyncDispose]()
    },
  }
}
