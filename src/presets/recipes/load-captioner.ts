import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { isInstalled as installedHere } from '../../adapters/native/resolve-package.js'
import { type RewardError, unexpected } from '../../core/error.js'
import type { Captioner } from '../../recaption/captioner.js'
import type { LoadContext } from '../entry.js'
import type { CaptionerOptions } from './captioner-options.js'

/** The captioner that is asked for: a service, or BLIP; nothing asked for is BLIP base. */
export const loadCaptioner = (
  { blip = {}, endpoint }: CaptionerOptions,
  { modelDir, isInstalled = installedHere }: LoadContext,
  maxNewTokens?: number,
): TE.TaskEither<RewardError, Captioner> => {
  // A service is sent PNGs, whatever the images come as.
  const missing = [endpoint === undefined ? 'onnxruntime-node' : 'sharp'].find((name) => !isInstalled(name))
  if (missing !== undefined) {
    return TE.left({
      _tag: 'MissingPackage',
      reward: 'recaption',
      package: missing,
      install: `npm install ${missing}`,
    })
  }
  if (endpoint === undefined) {
    return pipe(
      lazily(() => import('../../adapters/onnx/blip/load-blip.js')),
      TE.chain(({ loadBlip }) =>
        loadBlip({
          ...(maxNewTokens === undefined ? {} : { maxNewTokens }),
          ...blip,
          ...(modelDir === undefined ? {} : { modelDir }),
        }),
      ),
    )
  }
  return pipe(
    lazily(() => import('../../adapters/http/vision-captioner.js')),
    TE.chainEitherK(({ visionCaptioner }) => visionCaptioner(endpoint)),
  )
}

const lazily = <M>(load: () => Promise<M>): TE.TaskEither<RewardError, M> =>
  TE.tryCatch(load, (cause) => unexpected('recaption', cause))
