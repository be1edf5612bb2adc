import * as E from 'fp-ts/lib/Either.js'
import { messageOf } from '../../core/error.js'

/** A backend that was registered and set up: how tfjs calls it, what it runs on, and whether that is a processor playing the GPU. */
export interface Opened {
  readonly registered: string
  readonly device: string
  readonly isSoftware: boolean
}

/** How packages are loaded: some of them are nobody's dependency, and tests have others under their names. */
export type LoadPackage = (name: string) => Promise<unknown>

/** Opens one backend; Left why it cannot be used here. */
export type Candidate = (load: LoadPackage) => Promise<E.Either<string, Opened>>

/** A package, or why it cannot be used. */
export const loaded = async <A>(load: LoadPackage, name: string): Promise<E.Either<string, A>> => {
  try {
    return E.right((await load(name)) as A)
  } catch (cause) {
    return E.left(isMissing(cause, name) ? `${name} is not installed` : `${name} does not load: ${firstLine(cause)}`)
  }
}

/** A package that is there may lack one of its own. */
const isMissing = (cause: unknown, name: string): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  (cause.code === 'ERR_MODULE_NOT_FOUND' || cause.code === 'MODULE_NOT_FOUND') &&
  cause.message.includes(`'${name}'`)

export const firstLine = (cause: unknown): string => messageOf(cause).split('\n', 1)[0] ?? ''
