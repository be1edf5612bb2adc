import type sharp from 'sharp'
import { messageOf, type RewardError, unexpected } from '../../core/error.js'

/** The function that sharp's package exports. */
export type Sharp = typeof sharp

let loading: Promise<Sharp> | undefined

/** sharp, loaded when first needed. A load that failed is tried again: the package may be installed by then. */
export const loadSharp = (): Promise<Sharp> => {
  loading ??= import('sharp').then(
    (loaded) => loaded.default,
    (cause: unknown) => {
      loading = undefined
      throw cause
    },
  )
  return loading
}

/** The error for a sharp that does not load: absent, or present without the native part for this machine. */
export const sharpMissing = (reward: string, cause: unknown): RewardError => {
  const absent = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND'
  return absent || /cannot find (package|module)|could not load the "sharp" module/i.test(messageOf(cause))
    ? { _tag: 'MissingPackage', reward, package: 'sharp', install: 'npm install sharp' }
    : unexpected(reward, cause)
}
