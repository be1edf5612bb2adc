import type { Value } from '../graph.js'
import type { Activation } from './activation.js'
import { type AttentionForm, type AttentionNames, selfAttention } from './attention.js'
import { feedForward, type FeedForwardNames } from './feed-forward.js'
import { layerNorm, type LayerWriter } from './layers.js'

/** One layer of an encoder: attention and feed-forward, each with its normalisation (the name of the module). */
export interface EncoderLayerNames {
  readonly attention: AttentionNames
  readonly attentionNorm: string
  readonly feedForward: FeedForwardNames
  readonly feedForwardNorm: string
}

export interface EncoderLayerForm extends AttentionForm {
  readonly activation: Activation
  readonly epsilon: number
}

/** y = x + attention(norm(x)), then y + feedForward(norm(y)): vision transformers, and the texts of CLIP. */
export const preNormLayer = (
  layers: LayerWriter,
  name: string,
  names: EncoderLayerNames,
  form: EncoderLayerForm,
  input: Value,
): Value => {
  const { graph } = layers
  const { activation, epsilon } = form
  const before = layerNorm(layers, `${name}.attention.norm`, names.attentionNorm, epsilon, input)
  const attended = selfAttention(layers, `${name}.attention`, names.attention, form, before)
  const sum = graph.node('Add', `${name}.attention.sum`, [input, attended])
  const between = layerNorm(layers, `${name}.forward.norm`, names.feedForwardNorm, epsilon, sum)
  const fed = feedForward(layers, `${name}.forward`, names.feedForward, activation, between)
  return graph.node('Add', `${name}.sum`, [sum, fed])
}

/** y = norm(x + attention(x)), then norm(y + feedForward(y)): BERT and RoBERTa. */
export const postNormLayer = (
  layers: LayerWriter,
  name: string,
  names: EncoderLayerNames,
  form: EncoderLayerForm,
  input: Value,
): Value => {
  const { activation, epsilon } = form
  const attended = selfAttention(layers, `${name}.attention`, names.attention, form, input)
  const middle = addAndNorm(layers, `${name}.attention`, names.attentionNorm, epsilon, input, attended)
  const fed = feedForward(layers, `${name}.forward`, names.feedForward, activation, middle)
  return addAndNorm(layers, `${name}.forward`, names.feedForwardNorm, epsilon, middle, fed)
}

/** norm(x + change). */
export const addAndNorm = (
  layers: LayerWriter,
  name: string,
  norm: string,
  epsilon: number,
  input: Value,
  change: Value,
): Value => layerNorm(layers, `${name}.norm`, norm, epsilon, layers.graph.node('Add', `${name}.sum`, [input, change]))
