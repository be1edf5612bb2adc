import * as E from 'fp-ts/lib/Either.js'
import type { Preprocessing } from '../huggingface/preprocessing.js'
import type { BlipConfig } from './blip-config.js'
import type { BlipText } from './blip-text.js'

/** The sizes of Salesforce/blip-image-captioning-base. */
export const BASE: BlipConfig = {
  vision: {
    hiddenSize: 768,
    layers: 12,
    heads: 12,
    intermediateSize: 3072,
    imageSize: 384,
    patchSize: 16,
    hiddenAct: 'gelu',
    layerNormEps: 1e-5,
  },
  text: {
    vocabularySize: 30524,
    tied: true,
    hiddenSize: 768,
    encoderHiddenSize: 768,
    layers: 12,
    heads: 12,
    intermediateSize: 3072,
    maxPositions: 512,
    hiddenAct: 'gelu',
    layerNormEps: 1e-12,
    bosId: 30522,
    padId: 0,
    sepId: 102,
  },
}

/** How its images are prepared. */
export const BASE_PREPROCESSING: Preprocessing = {
  resize: { widthPx: 384, heightPx: 384 },
  filter: 'bicubic',
  crop: undefined,
  scale: {
    rescale: 1 / 255,
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
  },
}

/** What the tokens of a made-up model say, over and over: no vocabulary is at hand, and whatever it says means nothing. */
const WORDS = 'a red dog on the old table with two small cats near green trees and one man rides brown horse'.split(' ')

/** The text of a model by formula: a word salad of few words. */
export const madeUpText = ({ bosId }: BlipConfig['text']): BlipText => ({
  beginning: (prompt = '') =>
    E.right([
      bosId,
      ...prompt
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => Math.max(0, WORDS.indexOf(word)) + WORDS.length),
    ]),
  captionOf: (ids) =>
    E.right(
      ids
        .slice(1)
        .map((id) => WORDS[id % WORDS.length])
        .join(' '),
    ),
})
