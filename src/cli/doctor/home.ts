import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf } from '../../core/error.js'
import { freeBytes } from '../../models/free-bytes.js'
import { hasCode } from '../../models/failure.js'

/** The folder of models: whether it is there, can be written, and how much fits. */
export interface HomeState {
  readonly path: string
  readonly exists: boolean
  readonly writable: boolean
  /** In bytes; nothing where the system does not say. */
  readonly freeBytes?: number
  readonly problem?: string
}

export const homeState = async (home: string): Promise<HomeState> => {
  const first = await nearest(home)
  const free = await freeBytes(first)
  const known = { path: home, exists: first === home, ...(Number.isFinite(free) ? { freeBytes: free } : {}) }
  try {
    if (!(await stat(first)).isDirectory()) return { ...known, writable: false, problem: `${first} is no folder` }
    await access(first, constants.W_OK | constants.X_OK)
    return { ...known, writable: true }
  } catch (cause) {
    return { ...known, writable: false, problem: `${first} cannot be written: ${messageOf(cause)}` }
  }
}

/** The folder itself, or the first above it that is there. */
const nearest = async (folder: string): Promise<string> => {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      await stat(at)
      return at
    } catch (cause) {
      if (!hasCode(cause, 'ENOENT', 'ENOTDIR') || path.dirname(at) === at) return at
    }
  }
}
