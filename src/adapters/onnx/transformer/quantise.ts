/** A linear layer's weights in 8 bits, symmetric: weight = scale * integer. */
export interface QuantisedLinear {
  readonly values: Int8Array
  readonly scales: Float32Array
}

const MAX_INT8 = 127

/**
 * Weights [outputs, inputs] in 8 bits with a scale for each output channel, as integers [inputs, outputs]: the order in which a matrix
 * product reads them.
 */
export const quantiseChannels = (weight: Float32Array, outputs: number, inputs: number): QuantisedLinear => {
  const values = new Int8Array(weight.length)
  const scales = new Float32Array(outputs)
  for (let row = 0; row < outputs; row++) {
    const scale = scaleOf(weight, row * inputs, (row + 1) * inputs)
    scales[row] = scale
    for (let i = 0; i < inputs; i++) {
      const rounded = Math.round((weight[row * inputs + i] as number) / scale)
      // The scale of a channel near the smallest of numbers has few digits of its own.
      values[i * outputs + row] = Math.max(-MAX_INT8, Math.min(MAX_INT8, rounded))
    }
  }
  return { values, scales }
}

/** The scale that brings the largest of these numbers to 127; zeros need some scale, too. */
const scaleOf = (weight: Float32Array, from: number, to: number): number => {
  let peak = 0
  for (let i = from; i < to; i++) {
    const size = Math.abs(weight[i] as number)
    if (size > peak) peak = size
  }
  const scale = Math.fround(peak / MAX_INT8)
  return scale === 0 ? 1 : scale
}
