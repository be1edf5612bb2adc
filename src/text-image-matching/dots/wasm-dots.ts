import type { TokenValues } from '../token-matrix.js'
import { DOTS_WASM } from './dots-wasm.js'
import { BLOCK_ROWS, type DotProducts, type RowSet } from './dot-products.js'

/** What dots.as exports; addresses are offsets in the memory. */
interface Kernels {
  readonly widen: (source: number, count: number, out: number) => void
  readonly dots: (a: number, b: number, count: number, bytes: number, out: number, stride: number) => void
}

/** As much of it as is used here; the compiler knows no WebAssembly without the browser's library. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** 8 MiB: 500 text tokens of width 2048. More of them go through it piece by piece. */
const PAGES = 128
const BYTES = PAGES * 65536
/** What the kernels read and write beyond the end. */
const SLACK = 64

let made: DotProducts | null | undefined

/** Sums of products in WebAssembly; nothing where the engine has no SIMD. */
export const wasmDots = (): DotProducts | undefined => {
  made ??= make()
  return made ?? undefined
}

const make = (): DotProducts | null => {
  try {
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES })
    const module = new WebAssembly.Module(Uint8Array.from(atob(DOTS_WASM), (char) => char.charCodeAt(0)))
    return dotsOf(new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels, memory.buffer)
  } catch {
    return null
  }
}

/** Where things lie: one row as it came, four rows widened, the rows held, and the sums. */
interface Layout {
  /** Of a widened row, in bytes: a multiple of 16. */
  readonly rowBytes: number
  readonly block: number
  readonly held: number
}

const align = (address: number): number => Math.ceil(address / 16) * 16

const layoutOf = (width: number): Layout => {
  const rowBytes = align(8 * width)
  const block = align(4 * width + SLACK)
  return { rowBytes, block, held: align(block + BLOCK_ROWS * rowBytes + SLACK) }
}

/** Rows are taken in twos. */
const even = (count: number): number => count + (count % 2)

const capacity = (width: number): number => {
  const { rowBytes, held } = layoutOf(width)
  const most = Math.floor((BYTES - held - 2 * SLACK) / (rowBytes + 8 * BLOCK_ROWS))
  return Math.max(0, most - (most % 2))
}

const dotsOf = (kernels: Kernels, memory: ArrayBuffer): DotProducts => {
  const floats = new Float32Array(memory)
  const doubles = new Float64Array(memory)
  /** Puts rows into the memory, widened, each with a zero behind where its width is odd. */
  const take = (rows: TokenValues, count: number, width: number, address: number, rowBytes: number): void => {
    for (let r = 0; r < count; r++) {
      const row = rows.subarray(r * width, (r + 1) * width)
      const out = address + r * rowBytes
      if (row instanceof Float64Array) doubles.set(row, out / 8)
      else {
        floats.set(row, 0)
        kernels.widen(0, width, out)
      }
      doubles.fill(0, out / 8 + width, (out + rowBytes) / 8)
    }
  }
  // Weakly: it is somebody's tokens, which are not kept alive for this.
  let inside: WeakRef<RowSet> | undefined
  const multiply: DotProducts['multiply'] = (rows, count, held, width) => {
    const { rowBytes, block, held: address } = layoutOf(width)
    if (inside?.deref() !== held) {
      take(held.data, held.count, width, address, rowBytes)
      inside = new WeakRef(held)
    }
    take(rows, count, width, block, rowBytes)
    const stride = even(held.count)
    const out = align(address + stride * rowBytes + SLACK)
    kernels.dots(block, address, held.count, rowBytes, out, 8 * stride)
    return { values: doubles.subarray(out / 8, out / 8 + BLOCK_ROWS * stride), stride }
  }
  return { capacity, multiply }
}
