import type { Axis } from './axis.js'

/** Weights as the passes in WebAssembly read them: the low halves (signed) and the high halves of some, w = 65536 high + low. */
export interface PackedWeights {
  /** Of `size` low halves and as many high ones: 8 for rows, 2 for columns. */
  readonly groups: number
  /** `groups` groups an output pixel. */
  readonly halves: Int16Array
}

/** The weights of an axis in groups; the last group of a pixel is filled up with 0. */
const pack = ({ to, stride, weights }: Axis, size: number): PackedWeights => {
  const groups = Math.ceil(stride / size)
  const halves = new Int16Array(2 * to * groups * size)
  for (let i = 0; i < to; i++) {
    for (let k = 0; k < stride; k++) {
      const weight = weights[i * stride + k] as number
      const at = 2 * size * (i * groups + Math.floor(k / size)) + (k % size)
      // Written into 16 bits the low half becomes signed; the high half makes up for it.
      halves[at] = weight
      halves[at + size] = (weight + 0x8000) >> 16
    }
  }
  return { groups, halves }
}

const packing = (size: number): ((axis: Axis) => PackedWeights) => {
  const packed = new WeakMap<Axis, PackedWeights>()
  return (axis) => {
    const known = packed.get(axis) ?? pack(axis, size)
    packed.set(axis, known)
    return known
  }
}

/** For rows: groups of 8. */
export const packForRows = packing(8)

/** For columns: groups of 2. */
export const packForColumns = packing(2)
