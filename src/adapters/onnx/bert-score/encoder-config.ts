import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { type JsonFields, readFields } from '../huggingface/json-fields.js'
import { fileIn, type ModelFolder, requireJson } from '../huggingface/read-json.js'
import { type TransformerSizes, transformerSizes } from '../transformer/sizes.js'

/** Sizes of an encoder of BERT's family. */
export interface EncoderConfig extends TransformerSizes {
  /** RoBERTa counts positions from behind the number that fills up. */
  readonly kind: 'bert' | 'roberta'
  readonly vocabularySize: number
  /** Rows of the table of positions. */
  readonly positions: number
  /** Kinds of texts; all of ours are of the first one. */
  readonly types: number
  /** Fills up shorter texts. */
  readonly padId: number
}

const CONFIG = 'config.json'

const KINDS = ['roberta', 'bert'] as const

/** Sizes of the base models. */
const BASE = {
  hiddenSize: 768,
  heads: 12,
  intermediateSize: 3072,
  hiddenAct: 'gelu',
  layerNormEps: 1e-12,
} as const

/** Sizes that differ where the file does not say. */
const USUAL = {
  bert: { vocabulary: 30522, padId: 0 },
  roberta: { vocabulary: 50265, padId: 1 },
} as const

/**
 * Reads `config.json` of an encoder (`BertModel`, `RobertaModel`, and what is built on them).
 *
 * @returns `Left MissingModel` without the file; `Left BadFile` with the field that is wrong, and for a model of another type with what it is.
 *   What the file does not say is what transformers takes: the sizes of the base models.
 */
export const readEncoderConfig = (model: ModelFolder): TE.TaskEither<RewardError, EncoderConfig> =>
  pipe(
    requireJson(model, CONFIG),
    TE.chainEitherK((json) => readFields(fileIn(model, CONFIG), json, configOf)),
  )

const configOf = (fields: JsonFields): EncoderConfig => {
  const kind = fields.oneOf('model_type', KINDS)
  fields.oneOf('position_embedding_type', ['absolute'], 'absolute')
  const vocabularySize = fields.whole('vocab_size', { most: 2 ** 24, otherwise: USUAL[kind].vocabulary })
  const padId = fields.whole('pad_token_id', { least: 0, most: vocabularySize - 1, otherwise: USUAL[kind].padId })
  return {
    kind,
    ...transformerSizes(fields, BASE),
    vocabularySize,
    positions: fields.whole('max_position_embeddings', { least: firstPosition(kind, padId) + 2, otherwise: 512 }),
    types: fields.whole('type_vocab_size', { otherwise: 2 }),
    padId,
  }
}

const firstPosition = (kind: EncoderConfig['kind'], padId: number): number => (kind === 'roberta' ? padId + 1 : 0)

/** Tokens of a text at most, its beginning and its end included. */
export const mostTokens = ({ kind, positions, padId }: EncoderConfig): number => positions - firstPosition(kind, padId)

/**
 * The positions of a text's tokens. RoBERTa counts from behind the number that fills up, and leaves out tokens of that number wherever they stand,
 * as transformers does.
 */
export const positionsOf = ({ kind, padId }: EncoderConfig, ids: ReadonlyArray<number>): ReadonlyArray<number> => {
  if (kind === 'bert') return ids.map((_, i) => i)
  let position = padId
  return ids.map((id) => (id === padId ? padId : ++position))
}
