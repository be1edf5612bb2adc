import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, type RewardError } from '../../../core/error.js'
import { type JsonFields, readFields } from '../huggingface/json-fields.js'
import { fileIn, type ModelFolder, requireJson } from '../huggingface/read-json.js'
import { type TransformerSizes, transformerSizes } from '../transformer/sizes.js'

/** Sizes of the vision encoder. */
interface BlipVisionConfig extends TransformerSizes {
  /** Side of the square images, in pixels; a multiple of `patchSize`. */
  readonly imageSize: number
  /** In pixels. */
  readonly patchSize: number
}

/** Sizes of the text decoder, and the tokens it begins and ends with. */
export interface BlipTextConfig extends TransformerSizes {
  readonly vocabularySize: number
  /** Whether the embeddings of the words score them, too; else the head has a matrix of its own. */
  readonly tied: boolean
  /** Of what cross-attention reads: the hidden size of the vision encoder, whatever `text_config` says of it. */
  readonly encoderHiddenSize: number
  /** Tokens of a text at most, its beginning included. */
  readonly maxPositions: number
  /** A text begins with it. */
  readonly bosId: number
  /** Fills up what has ended. */
  readonly padId: number
  /** A text ends with it. */
  readonly sepId: number
}

/** The sizes of a BLIP captioner. */
export interface BlipConfig {
  readonly vision: BlipVisionConfig
  readonly text: BlipTextConfig
}

const CONFIG = 'config.json'

/** Of both halves, where the file does not say. */
const BASE = { hiddenSize: 768, intermediateSize: 3072, hiddenAct: 'gelu' } as const

/** Sides of images at most, in pixels. */
const MOST_SIDE = 2048

/** Patches of an image at most: attention holds a number for every two of them. BLIP has 576. */
const MOST_PATCHES = 2 ** 14

/**
 * Reads `config.json` of a BLIP captioner (`BlipForConditionalGeneration`).
 *
 * @returns `Left MissingModel` without the file; `Left BadFile` with the field that is wrong, and for a model of another type with what it
 *   is. What the file does not say is what transformers takes: sizes of ViT-B/16 at 384 and BERT-base, but 8 heads in the text decoder,
 *   where the published models say 12.
 */
export const readBlipConfig = (model: ModelFolder): TE.TaskEither<RewardError, BlipConfig> =>
  pipe(
    requireJson(model, CONFIG),
    TE.chainEitherK((json) => readFields(fileIn(model, CONFIG), json, configOf)),
  )

const configOf = (fields: JsonFields): BlipConfig => {
  const type = fields.get('model_type')
  if (type !== 'blip') fields.refuse('model_type', '"blip"', describe(type))
  const vision = visionOf(fields.object('vision_config'))
  return {
    vision,
    text: textOf(fields.object('text_config'), vision.hiddenSize, fields.flag('tie_word_embeddings', true)),
  }
}

const visionOf = (fields: JsonFields): BlipVisionConfig => {
  const imageSize = fields.whole('image_size', { most: MOST_SIDE, otherwise: 384 })
  const patchSize = fields.whole('patch_size', { most: MOST_SIDE, otherwise: 16 })
  if (imageSize % patchSize !== 0)
    fields.refuse('image_size', `a multiple of the patch size ${patchSize}`, String(imageSize))
  const patches = (imageSize / patchSize) ** 2
  if (patches > MOST_PATCHES) {
    const expected = `patches of which an image of ${imageSize} pixels has at most ${MOST_PATCHES}`
    fields.refuse('patch_size', expected, `${patchSize}, of which it has ${patches}`)
  }
  return { ...transformerSizes(fields, { ...BASE, heads: 12, layerNormEps: 1e-5 }), imageSize, patchSize }
}

/** @param tied - What the whole configuration says: the embeddings score the words unless both it and that of the text deny it. */
const textOf = (fields: JsonFields, encoderHiddenSize: number, tied: boolean): BlipTextConfig => {
  const vocabularySize = fields.whole('vocab_size', { most: 2 ** 24, otherwise: 30524 })
  const id = (key: string, otherwise: number): number =>
    fields.whole(key, { least: 0, most: vocabularySize - 1, otherwise })
  return {
    ...transformerSizes(fields, { ...BASE, heads: 8, layerNormEps: 1e-12 }),
    vocabularySize,
    tied: fields.flag('tie_word_embeddings', true) || tied,
    encoderHiddenSize,
    maxPositions: fields.whole('max_position_embeddings', { otherwise: 512 }),
    bosId: id('bos_token_id', 30522),
    padId: id('pad_token_id', 0),
    sepId: id('sep_token_id', 102),
  }
}
