/// <reference lib="esnext.disposable" preserve="true" />
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { bertScoreReward } from '../../../bert-score/bert-score-reward.js'
import type { BertScoreModel } from '../../../bert-score/model.js'
import type { BertScoreRewardOptions, BertScoreSample } from '../../../bert-score/options.js'
import { disposedOf, type RewardError } from '../../../core/error.js'
import type { Reward } from '../../../core/reward.js'
import { modelHome } from '../../../models/model-home.js'
import { modelFolder, weightsIn } from '../huggingface/model-folder.js'
import type { Session } from '../session.js'
import { type Shared, sharedNetwork } from '../shared.js'
import { embed } from './embed.js'
import { type EncoderConfig, readEncoderConfig } from './encoder-config.js'
import { type EncoderText, openEncoderText } from './encoder-text.js'
import { openEncoder } from './open-encoder.js'
import { optionChecks } from '../option-checks.js'
import { BATCH_SIZE, type BertScoreModelOptions, modelOptionFault } from './options.js'
import { PUBLISHED } from './published.js'

/**
 * Options of {@link loadBertScore}.
 *
 * @category model
 * @since 0.4.0
 */
export interface BertScoreOptions extends BertScoreModelOptions, BertScoreRewardOptions {}

const OWNER = 'bert-score'

/**
 * Loads the network that BERTScore looks at, BERT or RoBERTa, from files in Hugging Face's layout, where they lie. Nothing is converted or copied;
 * layers after the one that is asked for are not read.
 *
 * @param options - Model, layer, device; see the fields.
 * @returns `Left MissingModel` with the command that gets the files, `Left BadFile` for a file that is damaged, foreign, not in
 *   `path`, or does not fit the others (it names the tensor, or the field), `Left MissingPackage` without
 *   onnxruntime-node, `Left Unavailable` where the device does not open, `Left InvalidOption`, also for a layer that the model does not have; else the model, which its holder disposes of. Who loads
 *   the same again shares its session.
 * @remarks A text's vectors depend on what shares its run in the last bits alone. docs/bert-score.md has what was measured.
 * @category constructors
 * @since 0.4.0
 */
export const loadBertScoreModel = (
  options: BertScoreModelOptions = {},
): TE.TaskEither<RewardError, BertScoreModel & AsyncDisposable> => {
  const fault = modelOptionFault(options)
  if (fault !== undefined) return TE.left(fault)
  return pipe(
    filesOf(options),
    TE.chain((files) =>
      pipe(
        openShared(options, files),
        TE.map((session) => modelOf(options, files, session)),
      ),
    ),
  )
}

/**
 * Loads the reward {@link bertScoreReward}.
 *
 * @param options - As of {@link loadBertScoreModel}, and those of the reward.
 * @returns `Left` as of {@link loadBertScoreModel}; `Left InvalidOption` for an option of the reward; else the reward, which frees the network when
 *   it is disposed of.
 * @category rewards
 * @since 0.4.0
 */
export const loadBertScore = (
  options: BertScoreOptions = {},
): TE.TaskEither<RewardError, Reward<BertScoreSample> & AsyncDisposable> =>
  pipe(
    loadBertScoreModel(options),
    TE.chain((model) => async () => {
      const made = bertScoreReward(model, options)
      const dispose = async (): Promise<void> => made[Symbol.asyncDispose]?.()
      // A reward with a wrong option says so of an empty batch: failures come before training.
      const fault = await made.score([])()
      if (E.isRight(fault)) return E.right({ ...made, [Symbol.asyncDispose]: dispose })
      await dispose()
      return fault
    }),
  )

/** What the files of a model say, but for the weights. */
interface BertScoreFiles {
  readonly name: string
  readonly config: EncoderConfig
  readonly text: EncoderText
  readonly checkpoint: string
  readonly layer: number
}

const modelNameOf = ({ model, variant }: BertScoreModelOptions): string =>
  model ?? (variant === 'released' ? 'bert-base-uncased' : 'roberta-large')

const filesOf = (options: BertScoreModelOptions): TE.TaskEither<RewardError, BertScoreFiles> => {
  const { env = process.env, modelDir, variant = 'paper' } = options
  const model = modelNameOf(options)
  return pipe(
    TE.Do,
    TE.bind('folder', () => modelFolder({ reward: OWNER, model, path: options.path, modelDir, env })),
    TE.bind('config', ({ folder }) => readEncoderConfig(folder)),
    TE.bind('layer', ({ config }) => TE.fromEither(layerOf(options, config))),
    TE.bind('text', ({ folder, config }) => openEncoderText(folder, config, variant)),
    TE.bind('checkpoint', ({ folder }) => weightsIn(folder)),
    TE.map(({ folder: _, ...files }) => ({ name: options.path === undefined ? model : files.config.kind, ...files })),
  )
}

/** What was published for the model, where nothing else is asked for. */
const publishedOf = (options: BertScoreModelOptions) =>
  options.path === undefined ? PUBLISHED.get(modelNameOf(options)) : undefined

const layerOf = (options: BertScoreModelOptions, { layers }: EncoderConfig): E.Either<RewardError, number> => {
  const { variant = 'paper' } = options
  const layer = options.layer ?? (variant === 'released' ? layers : publishedOf(options)?.layer)
  const expected = `a whole number from 0 to ${layers}, the layers of the model`
  return layer === undefined || layer > layers
    ? E.left(optionChecks(OWNER).wrong('layer', expected, layer))
    : E.right(layer)
}

const openShared = (
  { device = 'cpu', threads, env = process.env }: BertScoreModelOptions,
  { config, layer, checkpoint }: BertScoreFiles,
): TE.TaskEither<RewardError, Shared<Session>> => {
  const opening = { config, layer, checkpoint, device, threads, scratchDir: path.join(modelHome(env), 'graphs') }
  return sharedNetwork(OWNER, opening, openEncoder(opening))
}

/** Each holder's own view of a shared session: who has disposed of it cannot go on while another one still holds it. */
const modelOf = (
  options: BertScoreModelOptions,
  { name, config, text, layer }: BertScoreFiles,
  session: Shared<Session>,
): BertScoreModel & AsyncDisposable => {
  const { batchSize = BATCH_SIZE } = options
  const published = publishedOf(options)
  let disposed = false
  return {
    name: `${name}, layer ${layer}`,
    specialIds: text.specialIds,
    ...(published?.layer === layer ? { baseline: published.baseline } : {}),
    tokens: text.tokens,
    embed: (texts, { signal } = {}) =>
      disposed ? TE.left(disposedOf(OWNER)) : embed({ session, config, text, batchSize }, texts, signal),
    [Symbol.asyncDispose]: async () => {
      disposed = true
      await session[Symbol.asyncDispose]()
    },
  }
}
