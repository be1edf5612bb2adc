import { statfs } from 'node:fs/promises'

/** What a user may still write where a folder lies, in bytes; Infinity where the system does not say. */
export const freeBytes = async (folder: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return Infinity
  }
}
