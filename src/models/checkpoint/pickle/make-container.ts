import { refuse } from '../refusal.js'
import { MAX_RANK } from '../layout.js'
import { kindOf, type PyDict, type PySet, type PyTuple, type Value } from './value.js'

/** Python's rule: what can change is no key. */
export const checkHashable = (key: Value): void => {
  if (typeof key !== 'object' || key === null) return
  if (key.kind === 'float' || key.kind === 'bytes' || key.kind === 'tuple' || key.kind === 'dtype') return
  refuse('a text or a number as key of a dict', kindOf(key))
}

/** `OrderedDict()`, or with a list of pairs, as Python 2 wrote it. */
export const makeOrderedDict = (args: ReadonlyArray<Value>): PyDict => {
  const entries = new Map<Value, Value>()
  const [pairs] = args
  if (args.length === 0) return { kind: 'dict', ordered: true, entries }
  if (args.length > 1 || !isKind(pairs, 'list')) return refuse('OrderedDict of a list of pairs', argumentsOf(args))
  for (const pair of pairs.items) {
    if (!(isKind(pair, 'list') || isKind(pair, 'tuple')) || pair.items.length !== 2)
      return refuse('OrderedDict of a list of pairs', kindOf(pair))
    const [key, value] = pair.items as [Value, Value]
    checkHashable(key)
    entries.set(key, value)
  }
  return { kind: 'dict', ordered: true, entries }
}

/** `set(list)`, as protocols below 4 write it. */
export const makeSet = (args: ReadonlyArray<Value>): PySet => {
  const [list] = args
  if (args.length !== 1 || !isKind(list, 'list')) return refuse('set of a list', argumentsOf(args))
  for (const item of list.items) checkHashable(item)
  return { kind: 'set', items: new Set(list.items) }
}

/** `torch.Size(tuple)`: a tuple like any other. */
export const makeSize = (args: ReadonlyArray<Value>): PyTuple => {
  const [sizes] = args
  if (args.length !== 1 || !isKind(sizes, 'tuple')) return refuse('torch.Size of a tuple', argumentsOf(args))
  readSizes('torch.Size', sizes)
  return sizes
}

/** Whole numbers that are sizes or strides. */
export const readSizes = (what: string, value: Value | undefined): ReadonlyArray<number> => {
  if (!isKind(value, 'tuple')) return refuse(`${what} to be a tuple`, kindOf(value))
  if (value.items.length > MAX_RANK)
    return refuse(`${what} to have at most ${MAX_RANK} axes`, String(value.items.length))
  for (const size of value.items) readSize(what, size)
  return value.items as ReadonlyArray<number>
}

/** A whole number, 0 or more, within 2^53. */
export const readSize = (what: string, value: Value | undefined): number =>
  typeof value === 'number' && value >= 0 ? value : refuse(`${what} to be a whole number in [0, 2^53)`, kindOf(value))

type Kinds = Extract<Value, { readonly kind: string }>

/** Whether the value is of that kind. */
export const isKind = <K extends Kinds['kind']>(
  value: Value | undefined,
  kind: K,
): value is Extract<Kinds, { readonly kind: K }> => typeof value === 'object' && value !== null && value.kind === kind

/** The arguments of a call, in words. */
export const argumentsOf = (args: ReadonlyArray<Value>): string => {
  const shown = args.slice(0, 8).map(kindOf).join(', ')
  return args.length === 0 ? 'no argument' : `(${shown}${args.length > 8 ? ', ...' : ''})`
}
