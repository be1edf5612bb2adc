import type { FileHandle } from 'node:fs/promises'
import { refuse } from '../../models/checkpoint/refusal.js'

/** Exactly so many bytes of a file. */
export const readSpan = async (file: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done)
    if (bytesRead === 0) refuse(`${offset + length} bytes`, `a file that ends at byte ${offset + done}`)
    done += bytesRead
  }
  return bytes
}
