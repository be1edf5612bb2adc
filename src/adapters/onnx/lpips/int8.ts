import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { GraphWriter, Value } from '../graph.js'
import { type Backbone, convolutionAttributes, type Convolution, convolutionsOf, type Operators } from './backbones.js'
import type { BackboneWeights } from './weights.js'

/** One convolution in 8 bits: value = scale * integer, a scale for each output channel. */
interface QuantisedConvolution {
  readonly weights: Int8Array
  readonly scales: Float32Array
  readonly bias: Float32Array
}

/** A backbone's weights in 8 bits, and the largest activation each convolution is expected to give. */
export interface QuantisedBackbone {
  readonly convolutions: ReadonlyMap<string, QuantisedConvolution>
  readonly first: { readonly name: string; readonly weight: Float32Array; readonly bias: Float32Array }
  readonly peaks: ReadonlyMap<string, number>
}

const MAX_INT8 = 127
const MAX_UINT8 = 255

/**
 * Rounds a backbone's weights to 8 bits, symmetric, a scale for each output channel; the first convolution, whose few weights see the
 * pixels, stays in float32.
 *
 * @param peaks - By convolution, the largest activation that calibration met.
 */
export const quantise =
  (
    weights: BackboneWeights,
    backbone: Backbone,
    peaks: ReadonlyMap<string, number>,
  ): TaskEither<RewardError, QuantisedBackbone> =>
  async () => {
    const convolutions = new Map<string, QuantisedConvolution>()
    let first: QuantisedBackbone['first'] | undefined
    for (const { name, channels } of convolutionsOf(backbone)) {
      const weight = await weights.read(`${name}.weight`)()
      if (E.isLeft(weight)) return weight
      const bias = await weights.read(`${name}.bias`)()
      if (E.isLeft(bias)) return bias
      first ??= { name, weight: weight.right, bias: bias.right }
      if (first.name !== name) {
        convolutions.set(name, { ...quantiseRows(weight.right, channels[1]), bias: bias.right })
      }
    }
    return E.right({ convolutions, first: first as QuantisedBackbone['first'], peaks: sharedPeaks(peaks) })
  }

/** Both expansions of a fire module end in one tensor, so they need one scale. */
const sharedPeaks = (peaks: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
  const stem = (name: string): string => name.replace(/\.expand[13]x[13]$/, '.expand')
  const largest = new Map<string, number>()
  for (const [name, peak] of peaks) largest.set(stem(name), Math.max(peak, largest.get(stem(name)) ?? 0))
  return new Map([...peaks.keys()].map((name) => [name, largest.get(stem(name)) ?? 0]))
}

const quantiseRows = (weight: Float32Array, rows: number): Omit<QuantisedConvolution, 'bias'> => {
  const weights = new Int8Array(weight.length)
  const scales = new Float32Array(rows)
  const length = weight.length / rows
  for (let row = 0; row < rows; row++) {
    let peak = 0
    for (let i = row * length; i < (row + 1) * length; i++) peak = Math.max(peak, Math.abs(weight[i] as number))
    // A channel of zeros needs some scale.
    const scale = peak === 0 ? 1 : peak / MAX_INT8
    scales[row] = scale
    for (let i = row * length; i < (row + 1) * length; i++) weights[i] = Math.round((weight[i] as number) / scale)
  }
  return { weights, scales }
}

/** Convolutions in 8 bits (QLinearConv): activations are unsigned bytes from 0 on, so that rounding to the range is the ReLU. */
export const int8Operators =
  ({ convolutions, first, peaks }: QuantisedBackbone) =>
  (graph: GraphWriter): Operators => {
    const zero = graph.constant('zero.uint8', 'uint8', [], Uint8Array.of(0))
    /** The scale of each 8-bit value, as a number. */
    const scaleOf = new Map<Value, number>()
    const scaleValues = new Map<number, Value>()
    const scaleValue = (scale: number): Value => {
      const known = scaleValues.get(scale)
      if (known !== undefined) return known
      const made = graph.constant(`scale.${scaleValues.size}`, 'float32', [], Float32Array.of(scale))
      scaleValues.set(scale, made)
      return made
    }
    const outputScale = (name: string): number => Math.fround(Math.max(peaks.get(name) ?? 0, SMALLEST_PEAK) / MAX_UINT8)
    const written = new Map<string, ReadonlyArray<Value>>()
    /** Weights and their scales, once for both copies of a backbone. */
    const constants = (layer: Convolution, inputScale: number): ReadonlyArray<Value> => {
      const { name, channels, kernel } = layer
      const known = written.get(name)
      if (known !== undefined) return known
      const { weights, scales, bias } = convolutions.get(name) as QuantisedConvolution
      const rounded = Int32Array.from(bias, (value, c) => Math.round(value / (inputScale * (scales[c] as number))))
      const made = [
        graph.constant(`${name}.weight`, 'int8', [channels[1], channels[0], kernel, kernel], weights),
        graph.constant(`${name}.scale`, 'float32', [channels[1]], scales),
        graph.constant(`${name}.zero`, 'int8', [channels[1]], new Int8Array(channels[1])),
        graph.constant(`${name}.bias`, 'int32', [channels[1]], rounded),
      ]
      written.set(name, made)
      return made
    }
    const firstParts = (layer: Convolution): ReadonlyArray<Value> => {
      const { name, channels, kernel } = layer
      const made = written.get(name) ?? [
        graph.constant(`${name}.weight`, 'float32', [channels[1], channels[0], kernel, kernel], first.weight),
        graph.constant(`${name}.bias`, 'float32', [channels[1]], first.bias),
      ]
      written.set(name, made)
      return made
    }
    let last = 1
    const remember = (value: Value, scale: number): Value => {
      scaleOf.set(value, scale)
      last = scale
      return value
    }
    return {
      convolve: (layer, input, prefix) => {
        const name = `${prefix}${layer.name}`
        const scale = outputScale(layer.name)
        if (layer.name === first.name) {
          const sum = graph.node('Conv', `${name}.conv`, [input, ...firstParts(layer)], convolutionAttributes(layer))
          const relu = graph.node('Relu', `${name}.relu`, [sum])
          return remember(graph.node('QuantizeLinear', `${name}.bytes`, [relu, scaleValue(scale), zero]), scale)
        }
        // Pooling and concatenation keep the scale of what went in.
        const inputScale = scaleOf.get(input) ?? last
        const [weight, weightScale, weightZero, bias] = constants(layer, inputScale) as [Value, Value, Value, Value]
        const inputs = [
          input,
          scaleValue(inputScale),
          zero,
          weight,
          weightScale,
          weightZero,
          scaleValue(scale),
          zero,
          bias,
        ]
        return remember(graph.node('QLinearConv', `${name}.conv`, inputs, convolutionAttributes(layer)), scale)
      },
      real: (activation, name) =>
        graph.node('DequantizeLinear', `${name}.real`, [activation, scaleValue(scaleOf.get(activation) ?? last), zero]),
    }
  }

/** A convolution that gives nothing on all calibration images still needs a scale. */
const SMALLEST_PEAK = 1e-6
