import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../../core/error.js'
import { isInstalled } from '../native/resolve-package.js'

const PACKAGES = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu']

/**
 * Makes tfjs compute in plain JavaScript on this machine's processor: the backend whose numbers depend on no device, for those who check others
 * against them.
 *
 * @param owner - Who wants it, for errors.
 * @returns Left `MissingPackage` where tfjs is not installed; else Right the packages that were loaded.
 */
export const useReferenceBackend = (owner: string): TE.TaskEither<RewardError, ReadonlyArray<string>> => {
  const absent = PACKAGES.find((name) => !isInstalled(name))
  if (absent !== undefined) {
    const install = `npm install ${PACKAGES.join(' ')}`
    return TE.left({ _tag: 'MissingPackage', reward: owner, package: absent, install })
  }
  return TE.tryCatch(
    async () => {
      const tf = await import('@tensorflow/tfjs-core')
      // Without it the backend advertises a faster package on stderr.
      tf.env().set('PROD', true)
      await import('@tensorflow/tfjs-backend-cpu')
      await tf.setBackend('cpu')
      return PACKAGES
    },
    (cause) => unexpected(owner, cause),
  )
}
