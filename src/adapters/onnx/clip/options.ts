import { describe, type RewardError } from '../../../core/error.js'
import type { Environment } from '../../../models/environment.js'
import { type Device, DEVICES } from '../device.js'
import { optionsFault, twoModelsFault } from '../huggingface/options-fault.js'
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

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const modelOptionFault = (options: ClipModelOptions): RewardError | undefined => {
  const none = optionsFault(OWNER, options)
  if (none !== undefined) return none
  const { model, path, modelDir, batchSize, device, threads } = options
  const text = (option: string, value: unknown, expected: string): RewardError | undefined =>
    value === undefined || (typeof value === 'string' && value !== '') ? undefined : wrong(option, expected, value)
  const count = (option: string, value: unknown, most: number): RewardError | undefined =>
    value === undefined || (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= most)
      ? undefined
      : wrong(option, `a whole number from 1 to ${most}`, value)
  return (
    text('model', model, 'the name of a model') ??
    text('path', path, 'the path of a folder') ??
    twoModelsFault(OWNER, options) ??
    text('modelDir', modelDir, 'the path of a folder') ??
    count('batchSize', batchSize, MAX_BATCH_SIZE) ??
    (device === undefined || DEVICES.includes(device)
      ? undefined
      : wrong('device', `one of ${DEVICES.join(', ')}`, device)) ??
    count('threads', threads, MAX_THREADS)
  )
}

const wrong = (option: string, expected: string, received: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: OWNER,
  option,
  expected,
  received: describe(received),
})
