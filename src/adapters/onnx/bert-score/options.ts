import type { BertScoreVariant } from '../../../bert-score/options.js'
import { describe, type RewardError } from '../../../core/error.js'
import type { Environment } from '../../../models/environment.js'
import { type Device, DEVICES } from '../device.js'
import { optionsFault, twoModelsFault } from '../huggingface/options-fault.js'
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

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const modelOptionFault = (options: BertScoreModelOptions): RewardError | undefined => {
  const none = optionsFault(OWNER, options)
  if (none !== undefined) return none
  const { model, path, modelDir, variant, layer, batchSize, device, threads } = options
  const text = (option: string, value: unknown, expected: string): RewardError | undefined =>
    value === undefined || (typeof value === 'string' && value !== '') ? undefined : wrong(option, expected, value)
  const count = (option: string, value: unknown, least: number, most: number): RewardError | undefined =>
    value === undefined || (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)
      ? undefined
      : wrong(option, `a whole number from ${least} to ${most}`, value)
  const oneOf = (option: string, value: unknown, known: ReadonlyArray<string>): RewardError | undefined =>
    value === undefined || known.includes(value as string)
      ? undefined
      : wrong(option, `one of ${known.join(', ')}`, value)
  return (
    text('model', model, 'the name of a model') ??
    text('path', path, 'the path of a folder') ??
    twoModelsFault(OWNER, options) ??
    text('modelDir', modelDir, 'the path of a folder') ??
    oneOf('variant', variant, ['paper', 'released']) ??
    count('layer', layer, 0, MAX_LAYER) ??
    count('batchSize', batchSize, 1, MAX_BATCH_SIZE) ??
    oneOf('device', device, DEVICES) ??
    count('threads', threads, 1, MAX_THREADS)
  )
}

/** The error of an option. */
export const wrong = (option: string, expected: string, received: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: OWNER,
  option,
  expected,
  received: describe(received),
})
