import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { endianness } from 'node:os'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../core/error.js'
import { BYTES } from './dtype.js'
import { elementCount } from './layout.js'
import { badFile, Refusal, refuse } from './refusal.js'

/** The arrays that values are written from. */
interface Values {
  readonly float32: Float32Array
  readonly int8: Int8Array
  readonly uint8: Uint8Array
}

/** A tensor to be written. */
interface Written<D extends keyof Values> {
  readonly dtype: D
  readonly shape: ReadonlyArray<number>
  /** In C order. Asked for once, when its turn comes: it may be a getter that makes them then, or a promise of them. */
  readonly data: Values[D] | PromiseLike<Values[D]>
}

/** A tensor of any of the element types that are written. */
export type WritableTensor = { readonly [D in keyof Values]: Written<D> }[keyof Values]

type Metadata = Readonly<Record<string, string>>
type Named = readonly [name: string, tensor: WritableTensor]

const HEADER_NAME = { float32: 'F32', int8: 'I8', uint8: 'U8' } as const

/** So that the values begin at a multiple of it. */
const ALIGNMENT = 8

const bytesOf = ({ dtype, shape }: WritableTensor): number => BYTES[dtype] * elementCount(shape)

const headerOf = (tensors: ReadonlyArray<Named>, metadata: Metadata): Buffer => {
  let end = 0
  const names = new Set(['__metadata__'])
  const entries = tensors.map(([name, tensor]) => {
    if (names.has(name)) refuse('each name once, and none of them __metadata__', JSON.stringify(name))
    names.add(name)
    const begin = end
    end += bytesOf(tensor)
    const entry = { dtype: HEADER_NAME[tensor.dtype], shape: tensor.shape, data_offsets: [begin, end] }
    return `${JSON.stringify(name)}:${JSON.stringify(entry)}`
  })
  if (Object.keys(metadata).length > 0) entries.unshift(`"__metadata__":${JSON.stringify(metadata)}`)
  const json = Buffer.from(`{${entries.join(',')}}`)
  const length = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT
  const header = Buffer.alloc(8 + length, ' ')
  header.writeBigUInt64LE(BigInt(length))
  json.copy(header, 8)
  return header
}

/** The values as bytes in little-endian order; a view of them on nearly every machine. */
const littleEndian = (data: Values[keyof Values]): Buffer => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return endianness() === 'LE' || !(data instanceof Float32Array) ? bytes : Buffer.from(bytes).swap32()
}

const writeAll = async (file: FileHandle, bytes: Buffer): Promise<void> => {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten
}

const writeTo = async (file: FileHandle, tensors: ReadonlyArray<Named>, metadata: Metadata): Promise<void> => {
  await writeAll(file, headerOf(tensors, metadata))
  for (const [name, tensor] of tensors) {
    const data = await tensor.data
    if (data.byteLength !== bytesOf(tensor))
      refuse(`${elementCount(tensor.shape)} values for ${JSON.stringify(name)}`, String(data.length))
    await writeAll(file, littleEndian(data))
  }
  await file.sync()
}

const writeBeside = async (path: string, tensors: ReadonlyArray<Named>, metadata: Metadata): Promise<void> => {
  const beside = `${path}.${randomUUID()}.tmp`
  const file = await open(beside, 'wx')
  try {
    try {
      await writeTo(file, tensors, metadata)
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true })
    throw cause
  }
}

/**
 * Writes tensors of float32, int8 and uint8 as a safetensors file: one tensor after another, into a file beside it that takes its place at the end,
 * so that nobody ever sees half of it.
 *
 * @param path - Of the file; one that is there is replaced.
 * @param tensors - By name, in the order in which their values will lie.
 * @param metadata - What the file says of itself: texts by name, in any number.
 * @returns Left `BadFile` where the file cannot be written or a tensor is not what its shape says; else Right nothing.
 * @example
 * ```ts @import.meta.vitest
 * const { tmpdir } = await import('node:os')
 * const { rm, stat } = await import('node:fs/promises')
 * const path = `${tmpdir()}/corl-rewards-example-${process.pid}-w.safetensors`
 * await writeSafetensors(path, [['w', { dtype: 'float32', shape: [2], data: Float32Array.of(0.5, 2) }]])()
 * expect((await stat(path)).size).toBe(8 + 56 + 2 * 4)
 * await rm(path)
 * ```
 * @category destructors
 * @since 0.2.0
 */
export const writeSafetensors = (
  path: string,
  tensors: Iterable<Named>,
  metadata: Metadata = {},
): TE.TaskEither<RewardError, void> =>
  TE.tryCatch(
    async () => writeBeside(path, [...tensors], metadata),
    (cause) =>
      badFile(path, cause instanceof Refusal ? cause : new Refusal('a file that can be written', messageOf(cause))),
  )
