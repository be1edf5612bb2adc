import type { StoredTensor } from './checkpoint.js'
import type { ByteSource } from './byte-source.js'
import { BYTES } from './dtype.js'
import type { Span } from './layout.js'
import { unpickleAll } from './pickle/unpickle.js'
import { kindOf, type PyStorage } from './pickle/value.js'
import { refuse } from './refusal.js'
import { archiveStorage } from './torch-storage-id.js'
import { torchTensors } from './torch-tensors.js'
import { type Entry, readEntry, zipEntries } from './zip-entries.js'

/** Bytes of `data.pkl`: some hundred a tensor. */
const MAX_PICKLE = 64 * 2 ** 20

/** Bytes of a record that holds a word or a number. */
const MAX_WORD = 64

const readWord = (source: ByteSource, entry: Entry | undefined): string | undefined =>
  entry === undefined ? undefined : new TextDecoder().decode(readEntry(source, entry, MAX_WORD)).trim()

/** The one folder that all entries are in; torch names it after the file. */
const folderOf = (entries: ReadonlyMap<string, Entry>): string => {
  const [first = ''] = entries.keys()
  const folder = first.slice(0, first.indexOf('/') + 1)
  for (const name of entries.keys())
    if (!name.startsWith(folder)) refuse(`all entries in ${JSON.stringify(folder)}`, JSON.stringify(name.slice(0, 80)))
  return folder
}

const checkRecords = (source: ByteSource, entries: ReadonlyMap<string, Entry>, folder: string): void => {
  const version = readWord(source, entries.get(`${folder}version`))
  if (version === undefined || !/^([1-9]|10)$/.test(version))
    refuse("torch's version record, 1 to 10", version === undefined ? 'none' : JSON.stringify(version))
  const order = readWord(source, entries.get(`${folder}byteorder`))
  if (order !== undefined && order !== 'little')
    refuse('values in little-endian order', `byteorder ${JSON.stringify(order)}; save it again on another machine`)
  if (entries.has(`${folder}constants.pkl`))
    refuse('a checkpoint of tensors', 'a TorchScript program; save its state_dict with torch.save')
}

/** The tensors of a file as `torch.save` writes it since version 1.6. */
export const readTorchZip = (source: ByteSource): ReadonlyMap<string, StoredTensor> => {
  const entries = zipEntries(source)
  if (entries.size === 0) return refuse('a checkpoint', 'an empty archive')
  const folder = folderOf(entries)
  const pickle = entries.get(`${folder}data.pkl`)
  if (pickle === undefined) return refuse('data.pkl in the archive, as torch.save writes it', 'an archive without it')
  checkRecords(source, entries, folder)

  const locate = ({ key, dtype, count }: PyStorage): Span => {
    const entry = entries.get(`${folder}data/${key}`)
    if (entry === undefined) return refuse(`the storage ${kindOf(key)} in the archive`, 'no entry of that name')
    const length = count * BYTES[dtype]
    return entry.length === length
      ? entry
      : refuse(`${length} bytes in ${JSON.stringify(entry.name)} (${count} of ${dtype})`, String(entry.length))
  }

  const bytes = readEntry(source, pickle, MAX_PICKLE)
  const { value, storages } = unpickleAll({ bytes, from: 0, called: 'data.pkl' }, archiveStorage)
  for (const storage of storages) locate(storage)
  return torchTensors({ value, bytes: bytes.length, fileSize: source.size, locate })
}
