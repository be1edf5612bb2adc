import { createHash, type Hash } from 'node:crypto'
import { messageOf } from './error.js'

/** SHA-256 of a content, its JSON values and bytes; an error that says why, where it has none. */
export const digestOf = (content: () => unknown): string | Error => {
  try {
    const hash = createHash('sha256')
    const obstacle = feed(hash, content(), 0)
    return obstacle === undefined ? hash.digest('base64') : new Error(obstacle)
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(messageOf(cause))
  }
}

/** Content nested deeper than this has no key: a cycle would otherwise never end. */
const MAX_DEPTH = 64

/** Every value goes in with its kind and length, so that no two contents give the same bytes. Answers why there is no key. */
const feed = (hash: Hash, value: unknown, depth: number): string | undefined => {
  if (depth > MAX_DEPTH) return `the content is nested deeper than ${MAX_DEPTH}`
  if (typeof value === 'object' && value !== null) return feedObject(hash, value, depth)
  if (typeof value === 'string') {
    // UTF-16, so that lone surrogates stay apart.
    hash.update(`s${value.length}:`)
    hash.update(value, 'utf16le')
    return undefined
  }
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value} has no content`
  hash.update(`${typeof value}:${Object.is(value, -0) ? '-0' : String(value)};`)
  return undefined
}

const feedObject = (hash: Hash, value: object, depth: number): string | undefined => {
  if (ArrayBuffer.isView(value)) {
    hash.update(`b${value.constructor.name}:${value.byteLength}:`)
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    return undefined
  }
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    hash.update(`B${value.byteLength}:`)
    hash.update(new Uint8Array(value))
    return undefined
  }
  if (Array.isArray(value)) {
    hash.update(`a${value.length}:`)
    return feedAll(hash, value, depth)
  }
  // A Map, a Date, an instance with private fields do not show all they hold: two of them might seem the same.
  if (!isPlain(value)) return `what ${Object.prototype.toString.call(value)} holds cannot be read`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  hash.update(`o${entries.length}:`)
  return feedAll(hash, entries.flat(), depth)
}

const feedAll = (hash: Hash, items: ReadonlyArray<unknown>, depth: number): string | undefined => {
  for (const item of items) {
    const obstacle = feed(hash, item, depth + 1)
    if (obstacle !== undefined) return obstacle
  }
  return undefined
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.getOwnPropertySymbols(value).length === 0
}
