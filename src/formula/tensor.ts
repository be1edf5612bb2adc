import { fnv1a32, hash32 } from './hash.js'

/** How the values of a tensor follow from its name. */
export interface FormulaTensor {
  readonly key: string
  readonly shape: ReadonlyArray<number>
  readonly scale: number
  readonly offset: number
}

/**
 * Values that look like a network's weights and follow from a name: for measuring speed and checking arithmetic where no
 * pretrained weights are at hand. The scores of such a network mean nothing.
 *
 * value[i] = float32(offset + scale * u_i), u_i in [-1, 1) from a hash of key and i, in C order.
 */
export const formulaTensor = ({ key, shape, scale, offset }: FormulaTensor): Float32Array => {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
  const seed = fnv1a32(key)
  for (let i = 0; i < values.length; i++) values[i] = offset + scale * ((hash32(seed, i) - 2147483648) / 2147483648)
  return values
}

/** The scale that keeps activations of rectified layers of about one size: sqrt(k / fan_in). */
export const fanInScale = (shape: ReadonlyArray<number>, k = 6): number =>
  Math.sqrt(k / shape.slice(1).reduce((product, size) => product * size, 1))
