import { PULL_AGAIN, refuse, Refusal } from '../refusal.js'
import { LIMITS, type Machine, OutOfBytes, type ReadStorage, take } from './machine.js'
import { opcodeName } from './opcode-names.js'
import { RUN } from './opcodes.js'
import type { PyStorage, Value } from './value.js'

const PROTO = 0x80
const STOP = 0x2e
const PROTOCOLS = { lowest: 2, highest: 5 } as const

/** What a pickle holds. */
export interface Unpickled {
  readonly value: Value
  /** Every storage that a persistent id named, also where no tensor uses it. */
  readonly storages: ReadonlyArray<PyStorage>
  /** The place after STOP. */
  readonly end: number
}

/** A pickle that says where it is wrong. */
export interface PickleText {
  readonly bytes: Uint8Array
  /** Where it begins. */
  readonly from: number
  /** How it is called in errors: `data.pkl`. */
  readonly called: string
}

/** A file of plain values has no storages. */
export const noStorage: ReadStorage = () => refuse('plain values', 'a persistent id')

/**
 * Reads a pickle of protocol 2 to 5 as data. Values are built by a loop over opcodes, each of which handles the stack alone: a
 * name is looked up in a short list, and nothing of Python is run.
 *
 * Throws {@link OutOfBytes} where the bytes end before the pickle, {@link Refusal} for anything that torch does not write.
 */
export const unpickle = ({ bytes, from, called }: PickleText, readStorage: ReadStorage): Unpickled => {
  const machine: Machine = {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    end: bytes.length,
    at: from,
    frameEnd: 0,
    stack: [],
    marks: [],
    memo: [],
    containers: 0,
    storages: [],
    readStorage,
  }
  readProtocol(machine, called)
  for (let count = 0; count < LIMITS.opcodes; count++) {
    const at = take(machine, 1)
    const opcode = bytes[at] as number
    try {
      if (opcode === STOP) return { value: stop(machine), storages: machine.storages, end: machine.at }
      const run = RUN.get(opcode)
      if (run === undefined) refuse('tensors and plain values only', 'an opcode that they do not need')
      else run(machine)
      if (at < machine.frameEnd && machine.at > machine.frameEnd)
        refuse('opcodes inside of their frame', 'one across its end')
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause
      refuse(cause.expected, `${cause.received} (${opcodeName(opcode)} at byte ${at} of ${called})`)
    }
  }
  return refuse(`at most ${LIMITS.opcodes} opcodes in ${called}`, 'more')
}

const readProtocol = (m: Machine, called: string): void => {
  const at = take(m, 2)
  if (m.bytes[at] !== PROTO)
    refuse(
      `a pickle of protocol ${PROTOCOLS.lowest} or higher in ${called}`,
      `${opcodeName(m.bytes[at] as number)} at byte ${at}`,
    )
  const protocol = m.bytes[at + 1] as number
  if (protocol < PROTOCOLS.lowest || protocol > PROTOCOLS.highest)
    refuse(`a pickle of protocol ${PROTOCOLS.lowest} to ${PROTOCOLS.highest} in ${called}`, String(protocol))
}

const stop = (m: Machine): Value => {
  const [value] = m.stack
  if (m.stack.length !== 1 || m.marks.length > 0 || value === undefined)
    return refuse('one value at the end', `${m.stack.length} values and ${m.marks.length} marks`)
  return value
}

/** The pickle of a part of a file that is there as a whole. */
export const unpickleAll = (text: PickleText, readStorage: ReadStorage): Unpickled => {
  try {
    const unpickled = unpickle(text, readStorage)
    const rest = text.bytes.length - unpickled.end
    return rest === 0 ? unpickled : refuse(`nothing after the end of ${text.called}`, `${rest} bytes`)
  } catch (cause) {
    if (!(cause instanceof OutOfBytes)) throw cause
    return refuse(`${text.called} to be complete`, `${text.bytes.length} bytes that end too early; ${PULL_AGAIN}`)
  }
}
