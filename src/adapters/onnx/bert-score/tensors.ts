import type { WantedTensors } from '../checkpoint-weights.js'
import type { EncoderLayerNames } from '../transformer/encoder-layer.js'
import { linearOf } from '../transformer/layers.js'
import { linearTensors, normTensors, tensorsOfLayers } from '../transformer/tensors.js'
import type { EncoderConfig } from './encoder-config.js'

/** Where the checkpoint keeps the tables: the state_dict of transformers' BertModel and RobertaModel. */
export const WORDS = 'embeddings.word_embeddings.weight'
export const POSITIONS = 'embeddings.position_embeddings.weight'
export const TYPES = 'embeddings.token_type_embeddings.weight'
export const FIRST_NORM = 'embeddings.LayerNorm'

const moduleOf = (layer: number): string => `encoder.layer.${layer}`

/** The tensors of one layer, by what they are to it. */
export const layerNames = (layer: number): EncoderLayerNames => {
  const module = moduleOf(layer)
  const self = (part: string) => linearOf(`${module}.attention.self.${part}`)
  return {
    attention: {
      query: self('query'),
      key: self('key'),
      value: self('value'),
      output: linearOf(`${module}.attention.output.dense`),
    },
    attentionNorm: `${module}.attention.output.LayerNorm`,
    feedForward: { inner: linearOf(`${module}.intermediate.dense`), output: linearOf(`${module}.output.dense`) },
    feedForwardNorm: `${module}.output.LayerNorm`,
  }
}

/** The tensors up to a layer: of later ones no more is looked at than that there are as many as the configuration says. */
export const encoderTensors = (config: EncoderConfig, layers: number): WantedTensors => {
  const { hiddenSize: width, intermediateSize, vocabularySize, positions, types } = config
  return new Map([
    [WORDS, [vocabularySize, width]],
    [POSITIONS, [positions, width]],
    [TYPES, [types, width]],
    ...normTensors(FIRST_NORM, width),
    ...tensorsOfLayers(layers, (layer) => {
      const module = moduleOf(layer)
      return [
        ...['query', 'key', 'value'].flatMap((part) => linearTensors(`${module}.attention.self.${part}`, width, width)),
        ...linearTensors(`${module}.attention.output.dense`, width, width),
        ...normTensors(`${module}.attention.output.LayerNorm`, width),
        ...linearTensors(`${module}.intermediate.dense`, intermediateSize, width),
        ...linearTensors(`${module}.output.dense`, width, intermediateSize),
        ...normTensors(`${module}.output.LayerNorm`, width),
      ]
    }),
    [lastOf(config.layers - 1), [width, intermediateSize]],
  ])
}

/** What a network of more layers would have. */
export const tensorsBeyond = ({ layers }: EncoderConfig): ReadonlyArray<string> => [lastOf(layers)]

const lastOf = (layer: number): string => `${moduleOf(layer)}.output.dense.weight`

/** What a tensor is called in a file. */
export type NameInFile = (name: string) => string

/** The first BERT checkpoints, bert-base-uncased among them, keep TensorFlow's names of normalisations. */
export const olderName: NameInFile = (name) =>
  name.replace(/\.LayerNorm\.weight$/, '.LayerNorm.gamma').replace(/\.LayerNorm\.bias$/, '.LayerNorm.beta')

/** Whether a file has those names. */
export const hasOlderNames = (names: Iterable<string>): boolean =>
  [...names].some((name) => name.endsWith(olderName(`${FIRST_NORM}.weight`)))
