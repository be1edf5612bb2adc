import type { Dtype } from '../checkpoint.js'

/** Python values that a checkpoint is made of. Data: nothing in here can be run. */
export type Value =
  | null
  | boolean
  /** A Python int within ±2^53. */
  | number
  /** Any other Python int. */
  | bigint
  | string
  | PyFloat
  | PyBytes
  | PyList
  | PyTuple
  | PyDict
  | PySet
  | PyGlobal
  | PyDtype
  | PyStorage
  | PyTensor

/** Apart from int: a size of 3.0 is an error. */
interface PyFloat {
  readonly kind: 'float'
  readonly value: number
}

interface PyBytes {
  readonly kind: 'bytes'
  readonly value: Uint8Array
}

export interface PyList {
  readonly kind: 'list'
  readonly items: Array<Value>
}

export interface PyTuple {
  readonly kind: 'tuple'
  readonly items: ReadonlyArray<Value>
}

/** A dict or OrderedDict: keys in the order in which they came. A Map, so that no name means anything to JavaScript. */
export interface PyDict {
  readonly kind: 'dict'
  readonly ordered: boolean
  readonly entries: Map<Value, Value>
}

export interface PySet {
  readonly kind: 'set'
  readonly items: Set<Value>
}

/** A name from the short list of those that may be called or referred to. */
export interface PyGlobal {
  readonly kind: 'global'
  /** As Python prints it: `collections.OrderedDict`. */
  readonly name: string
  readonly call?: (args: ReadonlyArray<Value>) => Value
  /** The element type of a storage class. */
  readonly storage?: Dtype
}

/** `torch.float32` and its like, as a value. */
export interface PyDtype {
  readonly kind: 'dtype'
  readonly name: string
}

/** A storage that a persistent id names. */
export interface PyStorage {
  readonly kind: 'storage'
  readonly dtype: Dtype
  readonly key: string
  /** Elements of the whole storage. */
  readonly count: number
  /** The part of it that is meant, in elements; legacy files have storages that are views of others. */
  readonly from: number
  readonly size: number
}

export interface PyTensor {
  readonly kind: 'tensor'
  readonly storage: PyStorage
  readonly start: number
  readonly shape: ReadonlyArray<number>
  readonly strides: ReadonlyArray<number>
}

/** How a value is named in an error. Short, whatever it holds. */
export const kindOf = (value: Value | undefined): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'None'
  if (typeof value === 'string') return value.length <= 40 ? JSON.stringify(value) : `a text of ${value.length}`
  if (typeof value === 'object') {
    if (value.kind === 'global') return value.name
    return value.kind === 'float' ? `the float ${value.value}` : `a ${value.kind}`
  }
  return typeof value === 'bigint' ? 'a very large integer' : String(value)
}
