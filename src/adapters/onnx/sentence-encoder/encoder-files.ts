import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { describe, messageOf, type RewardError } from '../../../core/error.js'

/** How the vectors of a text's tokens become one: their mean, or the vector of the first one. */
export type Pooling = 'mean' | 'cls'

/** What lies in the folder of a model. */
export interface EncoderFiles {
  readonly graph: string
  readonly tokenizerFile: string
  readonly tokenizer: Json
  readonly tokenizerConfig: Json
  /** Tokens of a text at most, special ones included. */
  readonly maxTokens: number
  readonly pooling: Pooling
}

/** A JSON object. */
type Json = Readonly<Record<string, unknown>>

const OWNER = 'spice'

/** Where the graph lies: in repositories of sentence-transformers, and in the folder itself. */
const GRAPHS: ReadonlyArray<string> = ['model.onnx', 'onnx/model.onnx']
const TOKENIZER = 'tokenizer.json'

/** Tokens where no file says how many: what models of BERT's family take. */
const USUAL_TOKENS = 512

/** Where a limit is written, and under which name. `tokenizer_config.json` has 1e30 for none. */
const LIMITS: ReadonlyArray<readonly [file: string, field: string]> = [
  ['sentence_bert_config.json', 'max_seq_length'],
  ['tokenizer_config.json', 'model_max_length'],
  ['config.json', 'max_position_embeddings'],
]

/**
 * Reads the small files of a model in Hugging Face's layout, and finds its graph.
 *
 * @param asked - Comes before what the files say.
 * @returns `Left MissingModel` without graph or tokenizer, `Left BadFile` where a file is not what its name says.
 */
export const readEncoderFiles =
  (folder: string, asked?: Pooling): TaskEither<RewardError, EncoderFiles> =>
  async () => {
    const at = (name: string): string => path.join(folder, name)
    try {
      const graph = await firstFile(GRAPHS.map(at))
      const tokenizer = await readJson(at(TOKENIZER))
      if (graph === undefined || tokenizer === undefined) return E.left(missing(folder))
      const tokenizerConfig = (await readJson(at('tokenizer_config.json'))) ?? {}
      let maxTokens = USUAL_TOKENS
      for (const [file, field] of LIMITS) {
        const limit = (await readJson(at(file)))?.[field]
        if (typeof limit === 'number' && limit >= 1) maxTokens = Math.min(maxTokens, Math.floor(limit))
      }
      const pooling = asked ?? (await poolingOf(at('1_Pooling/config.json')))
      return E.right({ graph, tokenizerFile: at(TOKENIZER), tokenizer, tokenizerConfig, maxTokens, pooling })
    } catch (cause) {
      return E.left(cause instanceof Odd ? cause.error : badFile(folder, 'a folder that can be read', messageOf(cause)))
    }
  }

/** A file that is there and is not what it should be. Never leaves this module. */
class Odd extends Error {
  constructor(readonly error: RewardError) {
    super(error._tag)
  }
}

const badFile = (file: string, expected: string, received: string): RewardError => ({
  _tag: 'BadFile',
  file,
  expected,
  received,
})

const missing = (folder: string): RewardError => ({
  _tag: 'MissingModel',
  reward: OWNER,
  model: `${folder} (${GRAPHS.join(' or ')}, and ${TOKENIZER})`,
  install: `hf download sentence-transformers/all-MiniLM-L6-v2 --local-dir ${folder}`,
})

const isAbsent = (cause: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((cause as { readonly code?: string } | undefined)?.code ?? '')

const firstFile = async (files: ReadonlyArray<string>): Promise<string | undefined> => {
  for (const file of files) {
    try {
      if ((await stat(file)).isFile()) return file
    } catch (cause) {
      if (!isAbsent(cause)) throw cause
    }
  }
  return undefined
}

const readJson = async (file: string): Promise<Json | undefined> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    if (isAbsent(cause)) return undefined
    throw new Odd(badFile(file, 'a file that can be read', messageOf(cause)))
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Odd(badFile(file, 'JSON', messageOf(cause)))
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new Odd(badFile(file, 'a JSON object', describe(value)))
}

/** As sentence-transformers writes it; a model without the file takes the mean. */
const poolingOf = async (file: string): Promise<Pooling> => {
  const config = await readJson(file)
  if (config === undefined) return 'mean'
  const modes = Object.keys(config).filter((key) => key.startsWith('pooling_mode') && config[key] === true)
  if (modes.join() === 'pooling_mode_mean_tokens') return 'mean'
  if (modes.join() === 'pooling_mode_cls_token') return 'cls'
  throw new Odd(badFile(file, 'the mean of tokens or the first one as pooling', modes.join(', ') || 'none'))
}
