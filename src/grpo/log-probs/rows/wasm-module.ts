import { ROWS_WASM } from './rows-wasm.js'

/** What rows.as exports; addresses are offsets in the memory. */
export interface Kernels {
  readonly measure: (rows: number, count: number, bytes: number, scale: number, out: number) => void
  readonly slope: (rows: number, count: number, bytes: number, scale: number, factors: number) => void
  readonly powers: (values: number, count: number) => void
}

/** A memory that threads share. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer
}

/** As much of it as is used here; the compiler knows no WebAssembly without the browser's library. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

export const PAGE = 65536
/** 64 MiB, as scripts/build-wasm.ts has it. */
export const MOST_PAGES = 1024

let compiled: object | null | undefined

/** The compiled kernels, which workers take as they are; nothing where the engine has no SIMD or no threads. */
export const wasmModule = (): object | undefined => {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(Uint8Array.from(atob(ROWS_WASM), (char) => char.charCodeAt(0)))
    } catch {
      compiled = null
    }
  }
  return compiled ?? undefined
}

export const makeMemory = (bytes: number): SharedMemory => {
  const pages = Math.ceil(bytes / PAGE)
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}

export const kernelsOf = (module: object, memory: SharedMemory): Kernels =>
  new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels
