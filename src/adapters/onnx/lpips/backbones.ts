import type { LpipsNet } from '../../../lpips/model.js'
import type { Attributes, GraphWriter, Value } from '../graph.js'

/** A convolution with its bias and ReLU, as torchvision names it. */
export interface Convolution {
  readonly kind: 'conv'
  /** Name in torchvision's state_dict, without `.weight` and `.bias`. */
  readonly name: string
  readonly channels: readonly [input: number, output: number]
  readonly kernel: number
  readonly stride: number
  readonly padding: number
}

interface Pooling {
  readonly kind: 'pool'
  readonly kernel: number
  readonly ceil: boolean
}

/** SqueezeNet's: a 1x1 squeeze, then 1x1 and 3x3 expansions side by side. */
interface Fire {
  readonly kind: 'fire'
  readonly name: string
  readonly channels: readonly [input: number, squeeze: number, expand: number]
}

/** The activations here are compared. */
interface Tap {
  readonly kind: 'tap'
  readonly name: string
  readonly channels: number
}

/** One layer of a backbone. */
export type Layer = Convolution | Pooling | Fire | Tap

const conv = (
  index: number,
  input: number,
  output: number,
  kernel = 3,
  stride = 1,
  padding = (kernel - 1) / 2,
): Layer => ({ kind: 'conv', name: `features.${index}`, channels: [input, output], kernel, stride, padding })
const pool = (kernel: number, ceil = false): Layer => ({ kind: 'pool', kernel, ceil })
const fire = (index: number, input: number, squeeze: number, expand: number): Layer => ({
  kind: 'fire',
  name: `features.${index}`,
  channels: [input, squeeze, expand],
})
const tap = (name: string, channels: number): Layer => ({ kind: 'tap', name, channels })

/** A feature extractor as torchvision publishes it, up to the last activation that LPIPS compares. */
export interface Backbone {
  /** torchvision's name of the network. */
  readonly name: string
  readonly layers: ReadonlyArray<Layer>
  /** The shortest side that still leaves a pixel in every layer. */
  readonly minSidePx: number
  /** Values that a run holds at its peak, a pixel of each image: activations of the widest stretch and their comparison. */
  readonly valuesPerPixel: number
  /** Separate pairs that a run takes at most. Measured: more of them take longer each, not less. */
  readonly pairsPerRun: number
}

export const BACKBONES: Readonly<Record<LpipsNet, Backbone>> = {
  alex: {
    name: 'alexnet',
    minSidePx: 31,
    valuesPerPixel: 40,
    pairsPerRun: 8,
    layers: [
      conv(0, 3, 64, 11, 4, 2),
      tap('relu1', 64),
      pool(3),
      conv(3, 64, 192, 5),
      tap('relu2', 192),
      pool(3),
      conv(6, 192, 384),
      tap('relu3', 384),
      conv(8, 384, 256),
      tap('relu4', 256),
      conv(10, 256, 256),
      tap('relu5', 256),
    ],
  },
  vgg: {
    name: 'vgg16',
    minSidePx: 16,
    valuesPerPixel: 320,
    pairsPerRun: 2,
    layers: [
      conv(0, 3, 64),
      conv(2, 64, 64),
      tap('relu1_2', 64),
      pool(2),
      conv(5, 64, 128),
      conv(7, 128, 128),
      tap('relu2_2', 128),
      pool(2),
      conv(10, 128, 256),
      conv(12, 256, 256),
      conv(14, 256, 256),
      tap('relu3_3', 256),
      pool(2),
      conv(17, 256, 512),
      conv(19, 512, 512),
      conv(21, 512, 512),
      tap('relu4_3', 512),
      pool(2),
      conv(24, 512, 512),
      conv(26, 512, 512),
      conv(28, 512, 512),
      tap('relu5_3', 512),
    ],
  },
  squeeze: {
    name: 'squeezenet1_1',
    minSidePx: 17,
    valuesPerPixel: 90,
    pairsPerRun: 2,
    layers: [
      conv(0, 3, 64, 3, 2, 0),
      tap('relu1', 64),
      pool(3, true),
      fire(3, 64, 16, 64),
      fire(4, 128, 16, 64),
      tap('relu2', 128),
      pool(3, true),
      fire(6, 128, 32, 128),
      fire(7, 256, 32, 128),
      tap('relu3', 256),
      pool(3, true),
      fire(9, 256, 48, 192),
      tap('relu4', 384),
      fire(10, 384, 48, 192),
      tap('relu5', 384),
      fire(11, 384, 64, 256),
      tap('relu6', 512),
      fire(12, 512, 64, 256),
      tap('relu7', 512),
    ],
  },
}

/** Names and shapes of the convolutions a backbone reads from a checkpoint. */
export const convolutionsOf = (backbone: Backbone): ReadonlyArray<Convolution> => backbone.layers.flatMap(parts)

const parts = (layer: Layer): ReadonlyArray<Convolution> =>
  layer.kind === 'conv' ? [layer] : layer.kind === 'fire' ? Object.values(fireParts(layer)) : []

const fireParts = ({ name, channels: [input, squeeze, expand] }: Fire) => {
  const part = (role: string, from: number, to: number, kernel: number): Convolution => ({
    kind: 'conv',
    name: `${name}.${role}`,
    channels: [from, to],
    kernel,
    stride: 1,
    padding: (kernel - 1) / 2,
  })
  return {
    squeeze: part('squeeze', input, squeeze, 1),
    expand1x1: part('expand1x1', squeeze, expand, 1),
    expand3x3: part('expand3x3', squeeze, expand, 3),
  }
}

/** The activations that are compared. */
export const tapsOf = (backbone: Backbone): ReadonlyArray<Tap> =>
  backbone.layers.filter((layer) => layer.kind === 'tap')

/** How a backbone computes: in which arithmetic, with which weights. */
export interface Operators {
  /** A convolution and its ReLU. */
  readonly convolve: (layer: Convolution, input: Value, prefix: string) => Value
  /** Activations as real numbers. */
  readonly real: (activation: Value, name: string) => Value
}

/**
 * Writes a backbone into a graph.
 *
 * @param prefix - Tells its values from those of a second copy.
 * @param onTap - Called at each activation that is compared, in order, as soon as it is there: what follows it is written next, so
 *   that no layer waits in memory for the last one.
 */
export const writeBackbone = (
  graph: GraphWriter,
  backbone: Backbone,
  { convolve, real }: Operators,
  input: Value,
  prefix: string,
  onTap: (activation: Value, index: number) => void,
): void => {
  let value = input
  let taps = 0
  backbone.layers.forEach((layer, index) => {
    switch (layer.kind) {
      case 'conv':
        value = convolve(layer, value, prefix)
        break
      case 'pool':
        value = graph.node('MaxPool', `${prefix}pool.${index}`, [value], {
          kernel_shape: [layer.kernel, layer.kernel],
          strides: [2, 2],
          ceil_mode: layer.ceil ? 1 : 0,
        })
        break
      case 'fire': {
        const { squeeze, expand1x1, expand3x3 } = fireParts(layer)
        const squeezed = convolve(squeeze, value, prefix)
        const sides = [expand1x1, expand3x3].map((side) => convolve(side, squeezed, prefix))
        value = graph.node('Concat', `${prefix}${layer.name}`, sides, { axis: 1 })
        break
      }
      case 'tap':
        onTap(real(value, `${prefix}${layer.name}`), taps++)
    }
  })
}

/** The attributes of a convolution's node. */
export const convolutionAttributes = ({ kernel, stride, padding }: Convolution): Attributes => ({
  kernel_shape: [kernel, kernel],
  strides: [stride, stride],
  pads: [padding, padding, padding, padding],
})
