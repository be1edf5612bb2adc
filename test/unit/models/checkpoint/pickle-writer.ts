/** Bytes of a pickle, put together by hand: texts stand for their bytes. */
export type Piece = number | string | Uint8Array | ReadonlyArray<Piece>

/** Pieces one after another. */
export const bytes = (...pieces: ReadonlyArray<Piece>): Buffer =>
  Buffer.concat(
    pieces.map((piece) => {
      if (typeof piece === 'number') return Buffer.of(piece)
      if (typeof piece === 'string') return Buffer.from(piece)
      return piece instanceof Uint8Array ? Buffer.from(piece) : bytes(...piece)
    }),
  )

export const uint16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer)
export const uint32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)
export const uint64 = (value: number | bigint): Buffer => Buffer.from(BigInt64Array.of(BigInt(value)).buffer)

export const PROTO2: Piece = [0x80, 2]
export const MARK = '('
export const STOP = '.'
export const NONE = 'N'
export const TRUE = 0x88
export const FALSE = 0x89
export const EMPTY_TUPLE = ')'
export const EMPTY_DICT = '}'
export const EMPTY_LIST = ']'
export const REDUCE = 'R'

export const text = (value: string): Piece => ['X', uint32(Buffer.byteLength(value)), value]

/** BININT1, BININT2, BININT or LONG1, the shortest that fits. */
export const int = (value: number | bigint): Piece => {
  if (value >= 0 && value < 0x100) return ['K', Number(value)]
  if (value >= 0 && value < 0x10000) return ['M', uint16(Number(value))]
  if (value >= -0x80000000 && value < 0x80000000) return ['J', Buffer.from(Int32Array.of(Number(value)).buffer)]
  const long = BigInt(value)
  const size = Math.ceil((long.toString(2).length + 1) / 8)
  return [0x8a, size, ...Array.from({ length: size }, (_, i) => Number((long >> BigInt(8 * i)) & 0xffn))]
}

export const float = (value: number): Piece => ['G', Buffer.from(Float64Array.of(value).buffer).reverse()]
export const global = (module: string, name: string): Piece => ['c', module, '\n', name, '\n']
export const tuple = (...items: ReadonlyArray<Piece>): Piece => [MARK, items, 't']
export const list = (...items: ReadonlyArray<Piece>): Piece => [EMPTY_LIST, MARK, items, 'e']
export const dict = (...items: ReadonlyArray<readonly [key: Piece, value: Piece]>): Piece => [
  EMPTY_DICT,
  MARK,
  items.flat(),
  'u',
]
export const call = (callee: Piece, ...args: ReadonlyArray<Piece>): Piece => [callee, tuple(...args), REDUCE]
export const ORDERED_DICT: Piece = [global('collections', 'OrderedDict'), EMPTY_TUPLE, REDUCE]
export const orderedDict = (...items: ReadonlyArray<readonly [key: Piece, value: Piece]>): Piece => [
  ORDERED_DICT,
  MARK,
  items.flat(),
  'u',
]

/** A whole pickle of one value. */
export const pickle = (...value: ReadonlyArray<Piece>): Buffer => bytes(PROTO2, value, STOP)
