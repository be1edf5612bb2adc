import type { Axis } from './axis.js'

/** One axis at a time. Both implementations give the same bytes. */
export interface Passes {
  /** Rows of RGB pixels, made narrower or wider. */
  readonly rows: (data: Uint8Array, height: number, axis: Axis) => Uint8Array
  /** Rows of `rowBytes` bytes, made fewer or more. */
  readonly columns: (data: Uint8Array, rowBytes: number, axis: Axis) => Uint8Array
}
