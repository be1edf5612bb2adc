/** A linear layer's weights in 8 bits, symmetric: weight = scale * integer. */
export interface QuantisedLinear<Values extends Int8Array | Uint8Array> {
  readonly values: Values
  readonly scales: Float32Array
}

const MAX_INT8 = 127
/** What stands for 0 where the integers are unsigned. */
const ZERO_POINT = 128

/**
 * Weights [outputs, inputs] in 8 bits with a scale for each output channel, as integers [inputs, outputs]: the order in which a matrix
 * product reads them.
 */
export const quantiseChannels = (weight: Float32Array, outputs: number, inputs: number): QuantisedLinear<Int8Array> => {
  const values = new Int8Array(weight.length)
  const scales = new Float32Array(outputs)
  for (let row = 0; row < outputs; row++) {
    const scale = scaleOf(weight, row * inputs, (row + 1) * inputs)
    scales[row] = scale
    for (let i = 0; i < inputs; i++)
      values[i * outputs + row] = Math.round((weight[row * inputs + i] as number) / scale)
  }
  return { values, scales }
}

/**
 * Weights [outputs, inputs] in 8 bits with a scale for each block of an output channel: [outputs, blocks, size] unsigned integers around
 * 128, and [outputs * blocks] scales. The last block of a channel is filled up with zeros.
 */
export const quantiseBlocks = (
  weight: Float32Array,
  outputs: number,
  inputs: number,
  size: number,
): QuantisedLinear<Uint8Array> => {
  const blocks = Math.ceil(inputs / size)
  const values = new Uint8Array(outputs * blocks * size).fill(ZERO_POINT)
  const scales = new Float32Array(outputs * blocks)
  for (let row = 0; row < outputs; row++) {
    for (let block = 0; block < blocks; block++) {
      const from = row * inputs + block * size
      const to = Math.min(from + size, (row + 1) * inputs)
      const scale = scaleOf(weight, from, to)
      scales[row * blocks + block] = scale
      const at = (row * blocks + block) * size - from
      for (let i = from; i < to; i++) values[at + i] = Math.round((weight[i] as number) / scale) + ZERO_POINT
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
