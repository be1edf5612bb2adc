import type { RewardError } from '../../../core/error.js'
import { type Device, DEVICES } from '../device.js'
import { optionChecks } from '../option-checks.js'
import { MAX_THREADS } from '../session.js'
import type { Pooling } from './encoder-files.js'

/**
 * Which sentence encoder, and where it runs.
 *
 * @category model
 * @since 0.3.0
 */
export interface SentenceEncoderOptions {
  /** A folder in Hugging Face's layout: `model.onnx` or `onnx/model.onnx`, `tokenizer.json`, `tokenizer_config.json`. Nothing is fetched. */
  readonly path: string
  /** Default: what `1_Pooling/config.json` says; without it the mean. */
  readonly pooling?: Pooling
  /** Default `'cpu'`. */
  readonly device?: Device
  /** Threads within an operator; default: as many as the machine runs at once. */
  readonly threads?: number
  /** Texts of a run at most. Default 64. */
  readonly batchSize?: number
}

const MAX_BATCH = 4096

const { count, oneOf, wrong } = optionChecks('spice')

/** What is wrong with the options, if anything is. */
export const encoderOptionFault = (options: SentenceEncoderOptions): RewardError | undefined => {
  const { path: folder, pooling, device, threads, batchSize } = options
  return (
    (typeof folder === 'string' && folder !== '' ? undefined : wrong('path', 'the path of a folder', folder)) ??
    oneOf('pooling', pooling, ['mean', 'cls']) ??
    oneOf('device', device, DEVICES) ??
    count('threads', threads, MAX_THREADS) ??
    count('batchSize', batchSize, MAX_BATCH)
  )
}
