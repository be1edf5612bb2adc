import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import type { ByteSource } from './byte-source.js'
import type { Checkpoint } from './checkpoint.js'
import { badFile, PULL_AGAIN, refuse } from './refusal.js'
import { headerLength, LENGTH_BYTES, readSafetensors } from './safetensors.js'
import { readTorchLegacy } from './torch-legacy.js'
import { readTorchZip } from './torch-zip.js'

type Content = Pick<Checkpoint, 'tensors' | 'metadata'>

const READERS: Readonly<Record<Checkpoint['format'], (source: ByteSource) => Content>> = {
  'torch-zip': (source) => ({ tensors: readTorchZip(source), metadata: {} }),
  'torch-legacy': (source) => ({ tensors: readTorchLegacy(source), metadata: {} }),
  safetensors: readSafetensors,
}

const A_CHECKPOINT = 'a checkpoint of torch or safetensors'

/** Bytes that tell one kind of file from another. */
const OPENING = 512

/** What is often found under a checkpoint's name, by how it begins, and what to do about it. */
const OTHERS: ReadonlyArray<readonly [start: RegExp | string, found: string]> = [
  [
    /^version [^\n]+\noid sha256:/,
    `a Git LFS pointer, a note in place of the file; run git lfs pull, or ${PULL_AGAIN}`,
  ],
  [/^\s*<(!doctype|html|head|body|\?xml|!--)/i, `a web page, as a server sends it in place of a file; ${PULL_AGAIN}`],
  [/^\s*[[{]\s*("|[}\]])/, `a text in JSON, perhaps the error of a server; ${PULL_AGAIN}`],
  ['\x1f\x8b', 'a gzip archive; unpack it'],
  ['\x93NUMPY', 'a NumPy array'],
  ['\x89HDF', 'an HDF5 file; save the state_dict with torch.save'],
  ['GGUF', 'a GGUF file'],
  [/^[^]{257}ustar/, 'a tar archive; unpack it'],
]

const formatOf = (source: ByteSource): Checkpoint['format'] => {
  if (source.size === 0) return refuse(A_CHECKPOINT, `an empty file; ${PULL_AGAIN}`)
  const bytes = source.read(0, Math.min(OPENING, source.size))
  const opening = String.fromCharCode(...bytes)
  if (opening.startsWith('PK\x03\x04') || opening.startsWith('PK\x05\x06')) return 'torch-zip'
  const isHeader = opening[LENGTH_BYTES] === '{'
  // A header of 128 or 640 bytes begins with the very bytes of a pickle, but no header of four gigabytes does.
  if (isHeader && headerLength(source) < 2 ** 32) return 'safetensors'
  if (opening.startsWith('\x80')) return 'torch-legacy'
  if (isHeader) return 'safetensors'
  const other = OTHERS.find(([start]) => (typeof start === 'string' ? opening.startsWith(start) : start.test(opening)))
  if (other !== undefined) return refuse(A_CHECKPOINT, other[1])
  return refuse(
    A_CHECKPOINT,
    source.size < 16 ? `a file of ${source.size} bytes; ${PULL_AGAIN}` : 'a file that begins like neither',
  )
}

/**
 * What a checkpoint holds. Its format is told by its content: a file may have any name.
 *
 * @param source - The bytes; few of them are read, and no values of tensors.
 * @param path - How the file is called in errors.
 * @returns Left `BadFile` for anything but a sound checkpoint.
 */
export const readCheckpoint = (source: ByteSource, path: string): E.Either<RewardError, Checkpoint> =>
  E.tryCatch(
    () => {
      const format = formatOf(source)
      return { path, format, size: source.size, ...READERS[format](source) }
    },
    (cause) => badFile(path, cause),
  )
