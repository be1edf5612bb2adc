import { refuse } from '../refusal.js'
import type { PyStorage, Value } from './value.js'

/** Enough for 25,000 tensors (each about 40 opcodes, 6 containers and 10 memo slots), and read in a blink. */
export const LIMITS = {
  opcodes: 1_000_000,
  /** Lists, tuples, dicts and sets in all. */
  containers: 150_000,
  stack: 100_000,
  marks: 1_000,
  memo: 250_000,
  /** Bytes of one text. */
  text: 16 * 2 ** 20,
  /** Bytes of one integer. */
  integer: 256,
} as const

/** What persistent ids may say in this file. */
export type ReadStorage = (id: Value) => PyStorage

/** The state of an unpickler: a stack, a memo and a place. Opcodes work on this and on nothing else. */
export interface Machine {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly end: number
  at: number
  /** Where the current frame ends (protocol 4); 0 outside of one. */
  frameEnd: number
  readonly stack: Array<Value>
  readonly marks: Array<number>
  readonly memo: Array<Value | undefined>
  containers: number
  readonly storages: Array<PyStorage>
  readonly readStorage: ReadStorage
}

/** Thrown where the bytes end too early; the caller may know more of them. */
export class OutOfBytes extends Error {
  /** @param needed - Where the next thing to read ends. */
  constructor(readonly needed: number) {
    super(`needs the bytes up to ${needed}`)
  }
}

/** The place of the next `length` bytes, which are behind it afterwards. */
export const take = (m: Machine, length: number): number => {
  const { at } = m
  if (at + length > m.end) throw new OutOfBytes(at + length)
  m.at = at + length
  return at
}

export const push = (m: Machine, value: Value): void => {
  if (m.stack.length >= LIMITS.stack) refuse(`at most ${LIMITS.stack} values on the stack`, 'more')
  m.stack.push(value)
}

/** Pushes a new container. */
export const pushContainer = (m: Machine, value: Value): void => {
  m.containers++
  if (m.containers > LIMITS.containers) refuse(`at most ${LIMITS.containers} lists, tuples and dicts`, 'more')
  push(m, value)
}

const floor = (m: Machine): number => m.marks[m.marks.length - 1] ?? 0

/** The topmost value, taken off. What lies below a mark is not reached. */
export const pop = (m: Machine): Value => {
  if (m.stack.length <= floor(m)) refuse('a value on the stack', 'none')
  return m.stack.pop() as Value
}

/** The topmost value. */
export const peek = (m: Machine): Value => {
  if (m.stack.length <= floor(m)) refuse('a value on the stack', 'none')
  return m.stack[m.stack.length - 1] as Value
}

export const mark = (m: Machine): void => {
  if (m.marks.length >= LIMITS.marks) refuse(`at most ${LIMITS.marks} marks`, 'more')
  m.marks.push(m.stack.length)
}

/** Everything above the last mark, taken off with it. */
export const popMark = (m: Machine): Array<Value> => {
  const from = m.marks.pop()
  return from === undefined ? refuse('a mark on the stack', 'none') : m.stack.splice(from)
}

/** Python fills slots in a row, from 0 or (version 2) from 1. So the memo is an array, and no slot can make it a long one. */
export const remember = (m: Machine, slot: number): void => {
  if (slot > m.memo.length + 1) refuse('slots of the memo in a row', `slot ${slot} after ${m.memo.length} of them`)
  if (slot >= LIMITS.memo) refuse(`at most ${LIMITS.memo} values in the memo`, 'more')
  m.memo[slot] = peek(m)
}

export const recall = (m: Machine, slot: number): void => {
  const value = m.memo[slot]
  push(m, value === undefined ? refuse(`a value in slot ${slot} of the memo`, 'none') : value)
}
