import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../../core/error.js'
import { isInstalled } from '../native/resolve-package.js'
import type { Opened } from './candidate.js'

const PACKAGES = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu']

/**
 * Makes tfjs compute in plain JavaScript on this machine's processor: the backend whose numbers depend on no device, for those who check others
 * against them.
 *
 * @param owner - Who wants it, for errors.
 * @returns Left `MissingPackage` where tfjs is not installed, `Unavailable` where it does not start; else Right what was set. tfjs itself is loaded here, not on import.
 */
export const useReferenceBackend = (owner: string): TE.TaskEither<RewardError, Opened> => {
  const absent = PACKAGES.find((name) => !isInstalled(name))
  if (absent !== undefined) {
    const install = `npm install ${PACKAGES.join(' ')}`
    return TE.left({ _tag: 'MissingPackage', reward: owner, package: absent, install })
  }
  return pipe(
    TE.tryCatch(
      async () => {
        const { installed, openBackend } = await import('./open-backend.js')
        return openBackend('cpu', installed, true)
      },
      (cause) => unexpected(owner, cause),
    ),
    TE.chainEitherK(E.mapLeft((reason): RewardError => ({ _tag: 'Unavailable', reward: owner, reason }))),
  )
}
