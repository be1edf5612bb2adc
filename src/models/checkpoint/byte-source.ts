import { readSync } from 'node:fs'
import { PULL_AGAIN, refuse } from './refusal.js'

/** Bytes that can be looked at anywhere. The parsers know files through this alone. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number
  /** The bytes from `offset` on, exactly `length` of them; a view where there is one. Bytes past the end refuse the file. */
  readonly read: (offset: number, length: number) => Uint8Array
}

const checkSpan = (size: number, offset: number, length: number): void => {
  if (offset < 0 || length < 0 || offset + length > size)
    refuse('a complete file', `one that ends at byte ${size}, before byte ${offset + length}; ${PULL_AGAIN}`)
}

/** Bytes in memory. */
export const memorySource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => {
    checkSpan(bytes.length, offset, length)
    return bytes.subarray(offset, offset + length)
  },
})

/** An open file of a known size. */
export const fileSource = (fd: number, size: number): ByteSource => ({
  size,
  read: (offset, length) => {
    checkSpan(size, offset, length)
    const bytes = new Uint8Array(length)
    for (let done = 0; done < length;) {
      const got = readSync(fd, bytes, done, length - done, offset + done)
      if (got === 0) refuse('a complete file', `one that became shorter while it was read; ${PULL_AGAIN}`)
      done += got
    }
    return bytes
  },
})
