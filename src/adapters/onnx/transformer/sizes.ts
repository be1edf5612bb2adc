import type { JsonFields } from '../huggingface/json-fields.js'
import { type Activation, ACTIVATION_NAMES } from './activation.js'

/** What every transformer of ours has. */
export interface TransformerSizes {
  readonly hiddenSize: number
  readonly layers: number
  /** They divide `hiddenSize`. */
  readonly heads: number
  /** Of the layers between two of `hiddenSize`. */
  readonly intermediateSize: number
  readonly hiddenAct: Activation
  /** Guard of the normalisations. */
  readonly layerNormEps: number
}

/** No network of these architectures comes near. */
const MOST_LAYERS = 1024

/** The sizes that a configuration of transformers says, under the names that BERT gave them; `otherwise`: those of the fields that may be left out. */
export const transformerSizes = (fields: JsonFields, otherwise: Omit<TransformerSizes, 'layers'>): TransformerSizes => {
  const hiddenSize = fields.whole('hidden_size', { otherwise: otherwise.hiddenSize })
  const heads = fields.whole('num_attention_heads', { otherwise: otherwise.heads })
  if (hiddenSize % heads !== 0)
    fields.refuse('num_attention_heads', `a divisor of the hidden size ${hiddenSize}`, String(heads))
  return {
    hiddenSize,
    heads,
    layers: fields.whole('num_hidden_layers', { most: MOST_LAYERS, otherwise: 12 }),
    intermediateSize: fields.whole('intermediate_size', { otherwise: otherwise.intermediateSize }),
    hiddenAct: fields.oneOf('hidden_act', ACTIVATION_NAMES, otherwise.hiddenAct),
    layerNormEps: fields.positive('layer_norm_eps', otherwise.layerNormEps),
  }
}
