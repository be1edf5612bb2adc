import type { BertScoreVariant } from '../../../bert-score/options.js'
import type { RewardError } from '../../../core/error.js'
import type { Environment } from '../../../models/environment.js'
import { type Device, DEVICES } from '../device.js'
import { optionChecks } from '../option-checks.js'
import { MAX_THREADS } from '../session.js'

/**
 * Which network BERTScore looks at, which of its layers, and where it runs.
 *
 * @category model
 * @since 0.4.0
 */
export interface BertScoreModelOptions {
  /** A model of the catalogue, wherever its files are found on this machine; nothing is fetched. Default `'roberta-large'`, as released `'bert-base-uncased'`. */
  readonly model?: string
  /** A folder in Hugging Face's layout, instead of `model`. */
  readonly path?: string
  /** A folder with the model's files; comes before the models' own folder and the caches of Hugging Face. */
  readonly modelDir?: string
  /** Whose score it is: the authors' program (`'paper'`, default), or torchmetrics as ULM-R1 ran it (`'released'`). */
  readonly variant?: BertScoreVariant
  /** How many layers the text goes through; 0 for the embeddings. Default: what was published for the model, 17 of roberta-large; as released all of them. */
  readonly layer?: number
  /** Texts of a run at most. Default 32. */
  readonly batchSize?: number
  /** Default `'cpu'`. */
  readonly device?: Device
  /** Threads within an operator; default: as many as the machine runs at once. */
  readonly threads?: number
  /** Settings such as `CORL_HOME`; default: those of the process. */
  readonly env?: Environment
}

const OWNER = 'bert-score'

export const BATCH_SIZE = 32
const MAX_BATCH_SIZE = 4096
const MAX_LAYER = 1024

const { count, object, oneOf, whichModel } = optionChecks(OWNER)

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const modelOptionFault = (options: BertScoreModelOptions): RewardError | undefined => {
  const none = object(options)
  if (none !== undefined) return none
  const { variant, layer, batchSize, device, threads } = options
  return (
    whichModel(options) ??
    oneOf('variant', variant, ['paper', 'released']) ??
    count('layer', layer, MAX_LAYER, 0) ??
    count('batchSize', batchSize, MAX_BATCH_SIZE) ??
    oneOf('device', device, DEVICES) ??
    count('threads', threads, MAX_THREADS)
  )
}
