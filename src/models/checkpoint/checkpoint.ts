/** Element types that checkpoints hold. */
export type Dtype =
  'float64' | 'float32' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint8' | 'bool'

/** Where in a file a tensor lies. Nothing of its values is read. */
export interface StoredTensor {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: ReadonlyArray<number>
  /** Elements from one index to the next, an axis each. */
  readonly strides: ReadonlyArray<number>
  /** Whether the values lie in C order without gaps, little-endian: such a tensor can be used in place. */
  readonly inPlace: boolean
  /** Of the tensor's first element, in bytes from the beginning of the file. */
  readonly offset: number
  /** From the first element to the end of the last, in bytes. */
  readonly length: number
}

/**
 * What a checkpoint file holds, by name, in the order of the file. Nested dictionaries are told apart by dots (`state_dict.w`).
 *
 * @category model
 * @since 0.2.0
 */
export interface Checkpoint {
  readonly path: string
  readonly format: 'torch-zip' | 'torch-legacy' | 'safetensors'
  /** Of the file, in bytes. */
  readonly size: number
  readonly tensors: ReadonlyMap<string, StoredTensor>
  /** What a safetensors file says of itself; empty for the other formats. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Values of a tensor in C order. Halves are widened to float32; 64-bit integers stay what they are. */
export interface TensorValues {
  readonly dtype: Dtype
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array | Float64Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array
}
