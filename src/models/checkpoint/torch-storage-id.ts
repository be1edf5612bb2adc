import { argumentsOf, isKind, readSize } from './pickle/make-container.js'
import type { ReadStorage } from './pickle/machine.js'
import { kindOf, type PyStorage, type Value } from './pickle/value.js'
import { refuse } from './refusal.js'

const FORM = "a persistent id ('storage', class, key, device, size)"

const readId = (id: Value, lengths: ReadonlyArray<number>): { storage: PyStorage; view: Value | undefined } => {
  if (!isKind(id, 'tuple') || !lengths.includes(id.items.length))
    return refuse(FORM, isKind(id, 'tuple') ? argumentsOf(id.items) : kindOf(id))
  const [tag, cls, key, device, size, view] = id.items
  if (tag !== 'storage' || typeof key !== 'string' || typeof device !== 'string')
    return refuse(FORM, argumentsOf(id.items))
  if (!isKind(cls, 'global') || cls.storage === undefined) return refuse('a storage class of torch', kindOf(cls))
  const count = readSize('the size of a storage', size)
  return { storage: { kind: 'storage', dtype: cls.storage, key, count, from: 0, size: count }, view }
}

/** A storage as an archive names it. */
export const archiveStorage: ReadStorage = (id) => readId(id, [5]).storage

/** A storage as a legacy file names it: it may be a view of another, `(key, offset, size)`. */
export const legacyStorage: ReadStorage = (id) => {
  const { storage, view } = readId(id, [5, 6])
  if (view === undefined || view === null) return storage
  if (!isKind(view, 'tuple') || view.items.length !== 3 || typeof view.items[0] !== 'string')
    return refuse('a view of a storage: its key, offset and size', kindOf(view))
  const from = readSize('the offset of a view', view.items[1])
  const size = readSize('the size of a view', view.items[2])
  return from + size <= storage.count
    ? { ...storage, from, size }
    : refuse(`a view within the ${storage.count} elements of its storage`, `elements ${from} to ${from + size}`)
}
