import type { StoredTensor } from './checkpoint.js'
import { BYTES } from './dtype.js'
import { place, type Span } from './layout.js'
import type { PyDict, PyList, PyStorage, PyTensor, PyTuple, Value } from './pickle/value.js'
import { refuse } from './refusal.js'

/** What a walk may cost. Shared containers are walked once a name, and a small file can name them 10^30 times. */
const LIMITS = {
  depth: 100,
  /** Characters of one name. */
  name: 1_000,
  visits: (bytes: number): number => 20_000 + 2 * bytes,
  /** Characters of all names. */
  names: (bytes: number): number => 100_000 + 20 * bytes,
} as const

type Container = PyDict | PyList | PyTuple

/** One container on the way down. */
interface Step {
  readonly container: Container
  /** Nothing where a key on the way is neither text nor integer. */
  readonly name: string | undefined
  readonly children: Iterator<readonly [key: Value, child: Value]>
  /** Whether a tensor was found in it. */
  fruitful: boolean
}

/** A pickled object and where its storages lie. */
export interface Pickled {
  readonly value: Value
  /** Of the pickle. */
  readonly bytes: number
  readonly fileSize: number
  readonly locate: (storage: PyStorage) => Span
}

const isTensor = (value: Value): value is PyTensor =>
  typeof value === 'object' && value !== null && value.kind === 'tensor'

const isContainer = (value: Value): value is Container =>
  typeof value === 'object' &&
  value !== null &&
  (value.kind === 'dict' || value.kind === 'list' || value.kind === 'tuple')

const childrenOf = (container: Container): Iterator<readonly [Value, Value]> =>
  container.kind === 'dict' ? container.entries.entries() : container.items.entries()

/** `state_dict` and `w` make `state_dict.w`; the second of a list `w[1]`. */
const nameOf = ({ container, name }: Step, key: Value): string | undefined => {
  if (name === undefined || !(typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint'))
    return undefined
  if (container.kind !== 'dict') return `${name}[${key}]`
  return name === '' ? String(key) : `${name}.${key}`
}

/**
 * The tensors in a pickled object, by name. A walk with a stack of its own: how deep an object is nested, and whether it holds
 * itself, is no matter.
 */
export const torchTensors = ({ value, bytes, fileSize, locate }: Pickled): ReadonlyMap<string, StoredTensor> => {
  const tensors = new Map<string, StoredTensor>()
  const above = new Set<Container>()
  const barren = new Set<Container>()
  const steps: Array<Step> = []
  let visits = 0
  let characters = 0

  const add = (name: string | undefined, { storage, start, shape, strides }: PyTensor): void => {
    if (name === undefined) return refuse('a text or an integer as name of a tensor', 'a key of another type')
    characters += name.length
    if (name.length > LIMITS.name || characters > LIMITS.names(bytes))
      refuse(`names of at most ${LIMITS.name} characters, and not longer than the file itself`, 'longer ones')
    if (tensors.has(name)) refuse('one tensor a name', `two that are called ${JSON.stringify(name)}`)
    const span = locate(storage)
    const width = BYTES[storage.dtype]
    const view = { offset: span.offset + storage.from * width, length: storage.size * width }
    tensors.set(name, place(name, { dtype: storage.dtype, shape, strides, start }, view, fileSize))
  }

  const enter = (container: Container, name: string | undefined): void => {
    if (above.has(container) || barren.has(container)) return
    if (steps.length >= LIMITS.depth) refuse(`at most ${LIMITS.depth} levels of nesting`, 'more')
    above.add(container)
    steps.push({ container, name, children: childrenOf(container), fruitful: false })
  }

  const leave = (step: Step): void => {
    steps.pop()
    above.delete(step.container)
    const parent = steps[steps.length - 1]
    if (!step.fruitful) barren.add(step.container)
    else if (parent !== undefined) parent.fruitful = true
  }

  if (isTensor(value)) add('', value)
  if (isContainer(value)) enter(value, '')
  for (let step = steps[steps.length - 1]; step !== undefined; step = steps[steps.length - 1]) {
    const next = step.children.next()
    if (next.done === true) {
      leave(step)
      continue
    }
    if (++visits > LIMITS.visits(bytes))
      refuse(`at most ${LIMITS.visits(bytes)} values in a pickle of ${bytes} bytes`, 'more')
    const [key, child] = next.value
    if (isTensor(child)) {
      step.fruitful = true
      add(nameOf(step, key), child)
    } else if (isContainer(child)) enter(child, nameOf(step, key))
  }
  return tensors.size > 0 ? tensors : refuse('a checkpoint that holds a tensor', 'none')
}
