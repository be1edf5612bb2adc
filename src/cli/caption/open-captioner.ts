import * as E from 'fp-ts/lib/Either.js'
import type { BlipOptions } from '../../adapters/onnx/blip/options.js'
import type { VisionCaptionerOptions } from '../../adapters/http/vision-options.js'
import { type RewardError, showError } from '../../core/error.js'
import type { Captioner } from '../../recaption/captioner.js'
import { CommandFailure, exitCodeOf, USAGE } from '../exit-code.js'
import { type Io, printable } from '../io.js'
import { type CaptionOptions, flagOf, modeOf } from './options.js'

/** What the options ask for: a service, or BLIP on this machine. */
export const openCaptioner = async (options: CaptionOptions, { env }: Io): Promise<Captioner> => {
  const { endpoint } = options
  const environment = env === undefined ? {} : { env }
  if (endpoint !== undefined) {
    const { visionCaptioner } = await import('../../adapters/http/vision-captioner.js')
    return orFail(visionCaptioner({ ...serviceOptions(endpoint, options), ...environment }), FLAGS_OF_SERVICE)
  }
  const { loadBlip } = await import('../../adapters/onnx/blip/load-blip.js')
  return orFail(await loadBlip({ ...blipOptions(options), ...environment })())
}

const blipOptions = (options: CaptionOptions): BlipOptions => {
  const { model, path, weights, modelDir, prompt, maxNewTokens, minLength, seed, repetitionPenalty } = options
  const { precision, device, threads, batchSize } = options
  const given = { model, path, weights, modelDir, prompt, seed, precision, device, threads, batchSize }
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...{ maxNewTokens, minLength, repetitionPenalty, mode: modeOf(options) },
  }
}

const serviceOptions = (
  baseUrl: string,
  { endpointModel = '', apiKeyEnv, prompt, maxNewTokens, temperature, seed }: CaptionOptions,
): VisionCaptionerOptions => ({
  baseUrl,
  model: endpointModel,
  ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }),
  ...(prompt === undefined ? {} : { prompt }),
  ...(maxNewTokens === undefined ? {} : { maxTokens: maxNewTokens }),
  ...(temperature === undefined ? {} : { temperature }),
  ...(seed === undefined ? {} : { seed }),
})

/** Options of the service that the command calls otherwise. */
const FLAGS_OF_SERVICE: ReadonlyMap<string, string> = new Map([
  ['baseUrl', '--endpoint'],
  ['model', '--endpoint-model'],
  ['maxTokens', '--max-new-tokens'],
])

const orFail = <A>(opened: E.Either<RewardError, A>, flags?: ReadonlyMap<string, string>): A => {
  if (E.isRight(opened)) return opened.right
  throw captioningFailure(opened.left, flags)
}

/** What ends the command; an option is told by its flag. */
export const captioningFailure = (
  error: RewardError,
  flags: ReadonlyMap<string, string> = new Map(),
): CommandFailure => {
  if (error._tag !== 'InvalidOption') return new CommandFailure(printable(showError(error)), exitCodeOf(error))
  const flag = flags.get(error.option) ?? flagOf(error.option)
  return new CommandFailure(printable(`${flag}: expected ${error.expected}, got ${error.received}`), USAGE)
}
