import { makeMemory, MOST_PAGES, PAGE, type SharedMemory } from '../rows/wasm-module.js'

/** Of a slot: free, filled, being worked on, and worked on. The worker's text has the same numbers. */
export const STATES = { free: 0, ready: 1, busy: 2, done: 3 } as const

/** Two, so that the next one is filled while the worker is at one. */
const SLOTS = 2
/** Int32s of the control block's head, and of each slot in it: 64 bytes, so that threads do not share lines of the cache. */
const HEAD = 16
/** Rows of a slot, in bytes: both slots fit into a core's second cache. */
const ROW_BYTES = 2 ** 19
/** The most rows in a slot, of which each has 24 bytes of numbers beside it. */
const MOST_ROWS = 2048
const NUMBER_BYTES = 24

/** A place for some rows in a lane's memory. */
export interface Slot {
  /** Of its state in the control block. */
  readonly at: number
  readonly rows: Float32Array
  /** Sums of each row, when measuring: largest, sum and weighted sum. */
  readonly sums: Float64Array
  /** Factors of each row, when its slope is made: largest, a and b. */
  readonly factors: Float32Array
  readonly rowsAddress: number
  readonly numbersAddress: number
}

/**
 * A memory with a few slots for rows, and who works on them: this thread, or a worker. The control block at its beginning, in Int32: 0 a
 * bell that counts up, 1 whether slots may still be filled, 2 the number of slots; from 16 on, 16 for each slot: state, kernel, count of
 * rows, bytes a row, address of the rows, address of the numbers, the scale as float32.
 */
export interface Lane {
  readonly memory: SharedMemory
  readonly control: Int32Array
  readonly values: Float32Array
  readonly slots: ReadonlyArray<Slot>
}

/** Bytes of a row in a slot. */
export const rowBytes = (vocabulary: number): number => Math.ceil(vocabulary / 16) * 64

const align = (address: number): number => Math.ceil(address / 64) * 64

/** The bytes that the rows of a slot need for this vocabulary. */
const slotBytes = (vocabulary: number): number => Math.max(ROW_BYTES, rowBytes(vocabulary))

const laneBytes = (vocabulary: number): number =>
  4 * HEAD * (SLOTS + 1) + SLOTS * (slotBytes(vocabulary) + MOST_ROWS * NUMBER_BYTES)

/** Whether rows of so many numbers can be held. */
export const fits = (vocabulary: number): boolean => laneBytes(vocabulary) <= MOST_PAGES * PAGE

/** How many rows a slot takes. */
export const slotRows = (vocabulary: number): number =>
  Math.min(MOST_ROWS, Math.floor(slotBytes(vocabulary) / rowBytes(vocabulary)))

export const canHold = ({ slots }: Lane, vocabulary: number): boolean =>
  4 * (slots[0]?.rows.length ?? 0) >= slotBytes(vocabulary)

export const makeLane = (vocabulary: number): Lane => {
  const memory = makeMemory(laneBytes(vocabulary))
  const { buffer } = memory
  const bytes = align(slotBytes(vocabulary))
  const control = new Int32Array(buffer, 0, HEAD * (SLOTS + 1))
  const slots = Array.from({ length: SLOTS }, (_, i): Slot => {
    const numbersAddress = 4 * HEAD * (SLOTS + 1) + i * (MOST_ROWS * NUMBER_BYTES + bytes)
    const rowsAddress = numbersAddress + MOST_ROWS * NUMBER_BYTES
    return {
      at: HEAD * (i + 1),
      rows: new Float32Array(buffer, rowsAddress, bytes / 4),
      sums: new Float64Array(buffer, numbersAddress, 3 * MOST_ROWS),
      factors: new Float32Array(buffer, numbersAddress, 3 * MOST_ROWS),
      rowsAddress,
      numbersAddress,
    }
  })
  control[2] = SLOTS
  return { memory, control, values: new Float32Array(buffer, 0, control.length), slots }
}
