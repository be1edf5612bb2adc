import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../../core/error.js'
import { type JsonFields, readFields } from '../huggingface/json-fields.js'
import { fileIn, isJson, type ModelFolder, requireJson } from '../huggingface/read-json.js'
import { type TransformerSizes, transformerSizes } from '../transformer/sizes.js'

/** Sizes of the tower that sees. */
interface ClipVisionConfig extends TransformerSizes {
  /** Side of the square images, in pixels. */
  readonly imageSize: number
  /** In pixels; what is left over at the right and at the bottom is not seen. */
  readonly patchSize: number
}

/** Sizes of the tower that reads. */
export interface ClipTextConfig extends TransformerSizes {
  readonly vocabularySize: number
  /** Tokens of a text at most, its beginning and its end included. */
  readonly maxPositions: number
  /** The token whose state stands for the text; {@link HIGHEST_ID} is no token, but a rule. */
  readonly eosId: number
}

/** The sizes of a CLIP network. */
export interface ClipConfig {
  readonly vision: ClipVisionConfig
  readonly text: ClipTextConfig
  /** Numbers of an embedding. */
  readonly projectionSize: number
}

/**
 * The `eos_token_id` of configurations that were published with a mistake: the state at the highest id of the text stands for it, which is where
 * the end is in CLIP's own vocabulary.
 */
export const HIGHEST_ID = 2

const CONFIG = 'config.json'

/** Of both towers, where the file does not say. */
const USUAL = { hiddenAct: 'quick_gelu', layerNormEps: 1e-5 } as const

/** Sides of images at most, in pixels. */
const MOST_SIDE = 8192

const CHANNELS = 3

/**
 * Reads `config.json` of a CLIP network (`CLIPModel`).
 *
 * @returns `Left MissingModel` without the file; `Left BadFile` with the field that is wrong, and for a model of another type with what it is.
 *   What the file does not say is what transformers takes: the sizes of ViT-B/32.
 */
export const readClipConfig = (model: ModelFolder): TE.TaskEither<RewardError, ClipConfig> =>
  pipe(
    requireJson(model, CONFIG),
    TE.chainEitherK((json) => readFields(fileIn(model, CONFIG), json, configOf)),
  )

const configOf = (fields: JsonFields): ClipConfig => {
  const type = fields.get('model_type')
  if (type !== 'clip') fields.refuse('model_type', '"clip"', describe(type))
  return {
    vision: visionOf(tower(fields, 'vision_config')),
    text: textOf(tower(fields, 'text_config')),
    projectionSize: fields.whole('projection_dim', { otherwise: 512 }),
  }
}

/** Older files say it twice, and mean the second one. */
const tower = (fields: JsonFields, key: string): JsonFields =>
  fields.object(isJson(fields.get(`${key}_dict`)) ? `${key}_dict` : key)

const visionOf = (fields: JsonFields): ClipVisionConfig => {
  fields.oneOf('num_channels', [CHANNELS], CHANNELS)
  const imageSize = fields.whole('image_size', { most: MOST_SIDE, otherwise: 224 })
  const patchSize = fields.whole('patch_size', { most: imageSize, otherwise: 32 })
  return {
    ...transformerSizes(fields, { ...USUAL, hiddenSize: 768, intermediateSize: 3072, heads: 12 }),
    imageSize,
    patchSize,
  }
}

const textOf = (fields: JsonFields): ClipTextConfig => {
  const vocabularySize = fields.whole('vocab_size', { most: 2 ** 24, otherwise: 49408 })
  return {
    ...transformerSizes(fields, { ...USUAL, hiddenSize: 512, intermediateSize: 2048, heads: 8 }),
    vocabularySize,
    maxPositions: fields.whole('max_position_embeddings', { least: 2, otherwise: 77 }),
    eosId: fields.whole('eos_token_id', { least: 0, most: 2 ** 24, otherwise: 49407 }),
  }
}
