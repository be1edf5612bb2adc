import { refuse } from '../refusal.js'
import { allowedGlobal } from './globals.js'
import { type Machine, mark, OutOfBytes, peek, pop, popMark, push, pushContainer, recall, remember } from './machine.js'
import { argumentsOf, checkHashable, isKind } from './make-container.js'
import * as number from './read-number.js'
import { readBytes, readLine, readText } from './read-text.js'
import { kindOf, type PyDict, type Value } from './value.js'

type Run = (m: Machine) => void

const pushBytes = (m: Machine, length: number): void => push(m, { kind: 'bytes', value: readBytes(m, length) })

const pushTuple = (m: Machine, items: ReadonlyArray<Value>): void => pushContainer(m, { kind: 'tuple', items })

const takeTuple = (m: Machine, length: number): void => {
  const items = new Array<Value>(length)
  for (let i = length - 1; i >= 0; i--) items[i] = pop(m)
  pushTuple(m, items)
}

const append = (m: Machine, items: ReadonlyArray<Value>): void => {
  const list = peek(m)
  if (!isKind(list, 'list')) return refuse('a list to append to', kindOf(list))
  for (const item of items) list.items.push(item)
}

const setItems = (m: Machine, items: ReadonlyArray<Value>): void => {
  const dict = peek(m)
  if (!isKind(dict, 'dict')) return refuse('a dict to put items into', kindOf(dict))
  if (items.length % 2 !== 0) refuse('a value for every key', `${items.length} keys and values`)
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i] as Value
    checkHashable(key)
    dict.entries.set(key, items[i + 1] as Value)
  }
}

const addItems = (m: Machine): void => {
  const items = popMark(m)
  const set = peek(m)
  if (!isKind(set, 'set')) return refuse('a set to add to', kindOf(set))
  for (const item of items) {
    checkHashable(item)
    set.items.add(item)
  }
}

const frozenSet = (m: Machine): void => {
  const items = popMark(m)
  for (const item of items) checkHashable(item)
  pushContainer(m, { kind: 'set', items: new Set(items) })
}

const emptyDict = (): PyDict => ({ kind: 'dict', ordered: false, entries: new Map() })

/** Calls one of the few functions that build a value. `pushContainer`, because each of them may build one. */
const reduce = (m: Machine): void => {
  const args = pop(m)
  const callee = pop(m)
  if (!isKind(callee, 'global') || callee.call === undefined)
    return refuse('a call of a function that builds a tensor or a dict', `a call of ${kindOf(callee)}`)
  if (!isKind(args, 'tuple')) return refuse('arguments in a tuple', kindOf(args))
  pushContainer(m, callee.call(args.items))
}

/** The one state that torch gives to an object: versions of modules, beside the tensors. Nobody reads it. */
const build = (m: Machine): void => {
  const state = pop(m)
  const target = peek(m)
  if (!isKind(target, 'dict') || !target.ordered) return refuse('a state for an OrderedDict only', kindOf(target))
  if (!isKind(state, 'dict') || [...state.entries.keys()].some((key) => key !== '_metadata'))
    refuse('a state of nothing but `_metadata`', isKind(state, 'dict') ? 'other attributes' : kindOf(state))
}

const stackGlobal = (m: Machine): void => {
  const name = pop(m)
  const module = pop(m)
  if (typeof name !== 'string' || typeof module !== 'string')
    return refuse('the names of a module and of what is in it', argumentsOf([module, name]))
  push(m, allowedGlobal(module, name))
}

const persistentId = (m: Machine): void => {
  const storage = m.readStorage(pop(m))
  m.storages.push(storage)
  push(m, storage)
}

/** The opcode and its eight bytes. */
const FRAME_BYTES = 9

/** The eight bytes say where the frame ends; nothing in it may reach past that, and frames do not nest. */
const frame = (m: Machine): void => {
  const length = number.readLength8(m)
  if (m.at - FRAME_BYTES < m.frameEnd) refuse('frames one after another', 'a frame in a frame')
  if (m.at + length > m.end) throw new OutOfBytes(m.at + length)
  m.frameEnd = m.at + length
}

/** What may stand in a checkpoint, by its byte. */
export const RUN: ReadonlyMap<number, Run> = new Map<number, Run>([
  [0x28, mark],
  [0x29, (m) => pushTuple(m, [])],
  [0x42, (m) => pushBytes(m, number.readUint32(m))],
  [0x43, (m) => pushBytes(m, number.readUint8(m))],
  [0x47, (m) => push(m, { kind: 'float', value: number.readFloat(m) })],
  [0x4a, (m) => push(m, number.readInt32(m))],
  [0x4b, (m) => push(m, number.readUint8(m))],
  [0x4d, (m) => push(m, number.readUint16(m))],
  [0x4e, (m) => push(m, null)],
  [0x51, persistentId],
  [0x52, reduce],
  [0x54, (m) => push(m, readText(m, number.readInt32(m)))],
  [0x55, (m) => push(m, readText(m, number.readUint8(m)))],
  [0x58, (m) => push(m, readText(m, number.readUint32(m)))],
  [0x5d, (m) => pushContainer(m, { kind: 'list', items: [] })],
  [0x61, (m) => append(m, [pop(m)])],
  [0x62, build],
  [0x63, (m) => push(m, allowedGlobal(readLine(m), readLine(m)))],
  [0x65, (m) => append(m, popMark(m))],
  [0x68, (m) => recall(m, number.readUint8(m))],
  [0x6a, (m) => recall(m, number.readUint32(m))],
  [0x71, (m) => remember(m, number.readUint8(m))],
  [0x72, (m) => remember(m, number.readUint32(m))],
  [0x73, (m) => setItems(m, [pop(m), pop(m)].reverse())],
  [0x74, (m) => pushTuple(m, popMark(m))],
  [0x75, (m) => setItems(m, popMark(m))],
  [0x7d, (m) => pushContainer(m, emptyDict())],
  [0x85, (m) => takeTuple(m, 1)],
  [0x86, (m) => takeTuple(m, 2)],
  [0x87, (m) => takeTuple(m, 3)],
  [0x88, (m) => push(m, true)],
  [0x89, (m) => push(m, false)],
  [0x8a, (m) => push(m, number.readInteger(m, number.readUint8(m)))],
  [0x8b, (m) => push(m, number.readInteger(m, number.readInt32(m)))],
  [0x8c, (m) => push(m, readText(m, number.readUint8(m)))],
  [0x8d, (m) => push(m, readText(m, number.readLength8(m)))],
  [0x8e, (m) => pushBytes(m, number.readLength8(m))],
  [0x8f, (m) => pushContainer(m, { kind: 'set', items: new Set() })],
  [0x90, addItems],
  [0x91, frozenSet],
  [0x93, stackGlobal],
  [0x94, (m) => remember(m, m.memo.length)],
  [0x95, frame],
  [0x96, (m) => pushBytes(m, number.readLength8(m))],
])
