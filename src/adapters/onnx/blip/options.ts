import type { RewardError } from '../../../core/error.js'
import type { Environment } from '../../../models/environment.js'
import { decodingFault } from '../../../recaption/decoding/decoding-fault.js'
import type { DecodingOptions } from '../../../recaption/decoding/options.js'
import { type Device, DEVICES } from '../device.js'
import { optionChecks } from '../option-checks.js'
import { MAX_THREADS } from '../session.js'
import { type Precision, PRECISIONS } from '../precision.js'

/**
 * Which BLIP captions, where it runs, and how it writes.
 *
 * @category model
 * @since 0.4.0
 */
export interface BlipOptions extends DecodingOptions {
  /** A model of the catalogue, wherever its files are found on this machine; nothing is fetched. Default `'blip-base'`. */
  readonly model?: string
  /** A folder in Hugging Face's layout, instead of `model`. */
  readonly path?: string
  /** `'formula'`: made-up weights at the size of blip-base, for measuring speed; what they say means nothing. */
  readonly weights?: 'formula'
  /** A folder with the model's files; comes before the models' own folder and the caches of Hugging Face. */
  readonly modelDir?: string
  /** Every caption begins with it ('a picture of'), and is given with it. Default: nothing, as ULM-R1 has it. */
  readonly prompt?: string
  /** "a man's dog" as transformers 4 writes it (default), or "a man ' s dog" as transformers 5. */
  readonly cleanUpSpaces?: boolean
  /** Of the chance in sampling; default 0. An image's caption follows from it and the pixels, whatever else is in the batch. */
  readonly seed?: number
  /** Images whose captions are written side by side; default 16. */
  readonly batchSize?: number
  /** Default `'cpu'`. */
  readonly device?: Device
  /** Threads within an operator; default: as many as the machine runs at once. */
  readonly threads?: number
  /** `'int8'`: linear layers in 8 bits, about twice as fast on the processor; docs/recaption.md has the deviation. Default `'fp32'`. */
  readonly precision?: Precision
  /** Settings such as `CORL_HOME`; default: those of the process. */
  readonly env?: Environment
}

const OWNER = 'recaption'

/** The number of new tokens in ULM-R1's cycle reward. */
export const MAX_NEW_TOKENS = 50

export const BATCH_SIZE = 16
const MAX_BATCH_SIZE = 1024

const { count, object, oneOf, text, whichModel, wrong } = optionChecks(OWNER)

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const blipOptionFault = (options: BlipOptions): RewardError | undefined => {
  const none = object(options)
  if (none !== undefined) return none
  const { weights, prompt, cleanUpSpaces, seed, batchSize, device, threads, precision } = options
  return (
    whichModel(options) ??
    text('prompt', prompt, 'a text') ??
    oneOf('weights', weights, ['formula']) ??
    oneOf('device', device, DEVICES) ??
    oneOf('precision', precision, PRECISIONS) ??
    count('threads', threads, MAX_THREADS) ??
    count('batchSize', batchSize, MAX_BATCH_SIZE) ??
    (seed === undefined || Number.isSafeInteger(seed) ? undefined : wrong('seed', 'a whole number', seed)) ??
    (cleanUpSpaces === undefined || typeof cleanUpSpaces === 'boolean'
      ? undefined
      : wrong('cleanUpSpaces', 'true or false', cleanUpSpaces)) ??
    // Of the defaults of decoding this one is another here.
    decodingFault(OWNER, { ...options, maxNewTokens: options.maxNewTokens ?? MAX_NEW_TOKENS })
  )
}
