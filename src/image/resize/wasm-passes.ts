import type { Axis } from './axis.js'
import { packForColumns, packForRows } from './packed-weights.js'
import type { Passes } from './passes.js'
import { PASSES_WASM } from './passes-wasm.js'
import { plainPasses } from './plain-passes.js'

/** What passes.as exports; addresses are offsets in the memory. */
interface Kernels {
  readonly split: (source: number, count: number, planes: number, stride: number) => void
  readonly row: (
    planes: number,
    stride: number,
    starts: number,
    weights: number,
    groups: number,
    to: number,
    out: number,
  ) => void
  readonly column: (source: number, stride: number, length: number, weights: number, pairs: number, out: number) => void
}

interface Memory {
  readonly buffer: ArrayBuffer
  readonly grow: (pages: number) => number
}

/** As much of it as is used here; the compiler knows no WebAssembly without the browser's library. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => Memory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

const PAGE = 65536
/** 16 MiB: what a thread keeps at most. Larger images go through it piece by piece. */
const MOST_PAGES = 256
/** What the kernels read and write beyond the end. */
const SLACK = 64
/** Rows are taken in by so many bytes at a time, so that they stay in the processor's cache. */
const CHUNK = 2 ** 18

let made: Passes | null | undefined

/** The passes in WebAssembly; nothing where the engine has no SIMD. */
export const wasmPasses = (): Passes | undefined => {
  made ??= make()
  return made ?? undefined
}

const make = (): Passes | null => {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES })
    const module = new WebAssembly.Module(Uint8Array.from(atob(PASSES_WASM), (char) => char.charCodeAt(0)))
    return passesOf(new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels, memory)
  } catch {
    return null
  }
}

const passesOf = (kernels: Kernels, memory: Memory): Passes => {
  /** The memory, with room for so many bytes. */
  const room = (bytes: number): ArrayBuffer => {
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE)
    if (missing > 0) memory.grow(missing)
    return memory.buffer
  }
  return {
    rows: (data, height, axis) => rows(kernels, room, data, height, axis),
    columns: (data, rowBytes, axis) => columns(kernels, room, data, rowBytes, axis),
  }
}

type Room = (bytes: number) => ArrayBuffer

const align = (address: number): number => Math.ceil(address / 16) * 16

const rows = (kernels: Kernels, room: Room, data: Uint8Array, height: number, axis: Axis): Uint8Array => {
  const { from, to } = axis
  const { groups, halves } = packForRows(axis)
  const stride = align(from + 8 * groups + SLACK)
  const weights = align(4 * to)
  const planes = weights + halves.byteLength
  const source = planes + 3 * stride
  const each = 3 * from + 3 * to
  const atOnce = Math.min(height, Math.max(1, Math.floor(CHUNK / each)))
  const out = align(source + 3 * from * atOnce + SLACK)
  const bytes = out + 3 * to * atOnce + SLACK
  if (bytes > MOST_PAGES * PAGE) return plainPasses.rows(data, height, axis)
  const memory = new Uint8Array(room(bytes))
  new Int32Array(memory.buffer).set(axis.starts)
  new Int16Array(memory.buffer, weights).set(halves)
  const result = new Uint8Array(3 * to * height)
  for (let y = 0; y < height; y += atOnce) {
    const count = Math.min(atOnce, height - y)
    memory.set(data.subarray(3 * from * y, 3 * from * (y + count)), source)
    for (let i = 0; i < count; i++) {
      kernels.split(source + 3 * from * i, from, planes, stride)
      kernels.row(planes, stride, 0, weights, groups, to, out + 3 * to * i)
    }
    result.set(memory.subarray(out, out + 3 * to * count), 3 * to * y)
  }
  return result
}

const columns = (kernels: Kernels, room: Room, data: Uint8Array, rowBytes: number, axis: Axis): Uint8Array => {
  const { from, to, starts, counts } = axis
  const { groups, halves } = packForColumns(axis)
  const source = align(halves.byteLength)
  // One row more than there are: the second of a pair whose weight is 0.
  const most = Math.floor((MOST_PAGES * PAGE - source - 3 * SLACK) / (from + 1 + to))
  const strip = Math.min(rowBytes, most - (most % 16))
  if (strip < 1) return plainPasses.columns(data, rowBytes, axis)
  const out = align(source + strip * (from + 1) + SLACK)
  const memory = new Uint8Array(room(out + strip * to + SLACK))
  new Int16Array(memory.buffer).set(halves)
  const result = new Uint8Array(rowBytes * to)
  for (let x = 0; x < rowBytes; x += strip) {
    const length = Math.min(strip, rowBytes - x)
    if (length === rowBytes) memory.set(data, source)
    else {
      for (let y = 0, at = x; y < from; y++, at += rowBytes) {
        memory.set(data.subarray(at, at + length), source + y * length)
      }
    }
    for (let y = 0; y < to; y++) {
      const pairs = Math.ceil((counts[y] as number) / 2)
      const first = source + (starts[y] as number) * length
      kernels.column(first, length, length, 4 * 2 * groups * y, pairs, out + y * length)
    }
    if (length === rowBytes) result.set(memory.subarray(out, out + length * to))
    else {
      for (let y = 0; y < to; y++) {
        result.set(memory.subarray(out + y * length, out + (y + 1) * length), y * rowBytes + x)
      }
    }
  }
  return result
}
