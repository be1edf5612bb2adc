import type { RewardError } from '../../../core/error.js'
import type { Environment } from '../../../models/environment.js'
import { type Device, DEVICES } from '../device.js'
import { optionChecks } from '../option-checks.js'
import { MAX_THREADS } from '../session.js'

/**
 * Which CLIP network, and where it runs.
 *
 * @category model
 * @since 0.4.0
 */
export interface ClipModelOptions {
  /** A model of the catalogue, wherever its files are found on this machine; nothing is fetched. Default `'clip-vit-b32'`. */
  readonly model?: string
  /** A folder in Hugging Face's layout, instead of `model`. */
  readonly path?: string
  /** A folder with the model's files; comes before the models' own folder and the caches of Hugging Face. */
  readonly modelDir?: string
  /** Texts of a run at most. Default 64. Of images as many as use the processor best. */
  readonly batchSize?: number
  /** Default `'cpu'`. */
  readonly device?: Device
  /** Threads within an operator; default: as many as the machine runs at once. */
  readonly threads?: number
  /** Settings such as `CORL_HOME`; default: those of the process. */
  readonly env?: Environment
}

const OWNER = 'clip'

export const BATCH_SIZE = 64
const MAX_BATCH_SIZE = 4096

const { count, object, oneOf, whichModel } = optionChecks(OWNER)

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const modelOptionFault = (options: ClipModelOptions): RewardError | undefined => {
  const none = object(options)
  if (none !== undefined) return none
  const { batchSize, device, threads } = options
  return (
    whichModel(options) ??
    count('batchSize', batchSize, MAX_BATCH_SIZE) ??
    oneOf('device', device, DEVICES) ??
    count('threads', threads, MAX_THREADS)
  )
}
