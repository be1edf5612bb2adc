import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { badFile, fileIn, isFile, missing, type ModelFolder, readJson } from '../huggingface/read-json.js'

/** How the vectors of a text's tokens become one: their mean, or the vector of the first one. */
export type Pooling = 'mean' | 'cls'

/** What lies in the folder of a model. */
export interface EncoderFiles {
  readonly graph: string
  /** Tokens of a text at most, special ones included. */
  readonly maxTokens: number
  readonly pooling: Pooling
}

/** Where the graph lies: in repositories of sentence-transformers, and in the folder itself. */
const GRAPHS: ReadonlyArray<string> = ['model.onnx', 'onnx/model.onnx']

/** Tokens where no file says how many: what models of BERT's family take. */
const USUAL_TOKENS = 512

/** Where a limit is written, and under which name. `tokenizer_config.json` has 1e30 for none. */
const LIMITS: ReadonlyArray<readonly [file: string, field: string]> = [
  ['sentence_bert_config.json', 'max_seq_length'],
  ['tokenizer_config.json', 'model_max_length'],
  ['config.json', 'max_position_embeddings'],
]

/** The folder of a sentence encoder, as errors name it. */
export const encoderFolder = (folder: string): ModelFolder => ({
  path: folder,
  reward: 'spice',
  install: `hf download sentence-transformers/all-MiniLM-L6-v2 --local-dir ${folder}`,
})

/**
 * Reads the small files of a model in Hugging Face's layout but those of its tokenizer, and finds its graph.
 *
 * @param asked - Comes before what the files say.
 * @returns `Left MissingModel` without graph, `Left BadFile` where a file is not what its name says.
 */
export const readEncoderFiles = (model: ModelFolder, asked?: Pooling): TE.TaskEither<RewardError, EncoderFiles> => {
  const at = (name: string): string => fileIn(model, name)
  return pipe(
    TE.Do,
    TE.bind('graph', () => firstFile(model, GRAPHS)),
    TE.bind('limits', () =>
      TE.traverseSeqArray(([file, field]: (typeof LIMITS)[number]) =>
        pipe(
          readJson(at(file)),
          TE.map((json) => json?.[field]),
        ),
      )(LIMITS),
    ),
    TE.bind('pooling', () => (asked === undefined ? poolingOf(at('1_Pooling/config.json')) : TE.right(asked))),
    TE.map(({ graph, limits, pooling }) => ({ graph, maxTokens: leastOf(limits), pooling })),
  )
}

const leastOf = (limits: ReadonlyArray<unknown>): number =>
  Math.min(USUAL_TOKENS, ...limits.flatMap((one) => (typeof one === 'number' && one >= 1 ? [Math.floor(one)] : [])))

const firstFile =
  (model: ModelFolder, names: ReadonlyArray<string>): TE.TaskEither<RewardError, string> =>
  async () => {
    for (const name of names) if (await isFile(fileIn(model, name))) return E.right(fileIn(model, name))
    return E.left(missing(model, names.join(' or ')))
  }

/** As sentence-transformers writes it; a model without the file takes the mean. */
const poolingOf = (file: string): TE.TaskEither<RewardError, Pooling> =>
  pipe(
    readJson(file),
    TE.chainEitherK((config): E.Either<RewardError, Pooling> => {
      if (config === undefined) return E.right('mean')
      const modes = Object.keys(config).filter((key) => key.startsWith('pooling_mode') && config[key] === true)
      if (modes.join() === 'pooling_mode_mean_tokens') return E.right('mean')
      if (modes.join() === 'pooling_mode_cls_token') return E.right('cls')
      return E.left(badFile(file, 'the mean of tokens or the first one as pooling', modes.join(', ') || 'none'))
    }),
  )
