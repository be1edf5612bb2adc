import type { DotProducts } from './dot-products.js'
import { plainDots } from './plain-dots.js'
import { wasmDots } from './wasm-dots.js'

/** The faster one of those that can hold rows of this width. */
export const chooseDots = (width: number): DotProducts => {
  const wasm = wasmDots()
  return wasm !== undefined && wasm.capacity(width) > 0 ? wasm : plainDots
}
