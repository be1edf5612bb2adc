/// <reference lib="esnext.disposable" preserve="true" />
import path from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { clipReward } from '../../../clip/clip-reward.js'
import type { ClipModel } from '../../../clip/model.js'
import { type ClipRewardOptions, type ClipSample, optionFault } from '../../../clip/options.js'
import { disposedOf, type RewardError } from '../../../core/error.js'
import type { Reward } from '../../../core/reward.js'
import { modelHome } from '../../../models/model-home.js'
import { imageReader } from '../../image/read-image.js'
import { modelFolder, weightsIn } from '../huggingface/model-folder.js'
import { optionChecks } from '../option-checks.js'
import { type Preprocessing, readPreprocessing } from '../huggingface/preprocessing.js'
import { type Shared, sharedNetwork } from '../shared.js'
import { type ClipConfig, readClipConfig } from './clip-config.js'
import { openClipText, type TokenizeClip } from './clip-text.js'
import { embedImages, embedTexts } from './embed.js'
import { type ClipTowers, openClip } from './open-clip.js'
import { BATCH_SIZE, type ClipModelOptions, modelOptionFault } from './options.js'
import { imageTokens } from '../transformer/tensors.js'

/**
 * Options of {@link loadClip}.
 *
 * @category model
 * @since 0.4.0
 */
export interface ClipOptions extends ClipModelOptions, Partial<ClipRewardOptions> {}

const OWNER = 'clip'

/**
 * Loads CLIP (Radford et al. 2021) from files in Hugging Face's layout, where they lie: OpenAI's ViT-B/32, LAION's ViT-H/14, and any other whose
 * towers are transformers of that kind. Nothing is converted or copied.
 *
 * @param options - Model, device, size of a run; see the fields.
 * @returns `Left MissingModel` with the command that gets the files, `Left BadFile` for a file that is damaged, foreign, not in
 *   `path`, or does not fit the others (it names the tensor, or the field), `Left MissingPackage` without
 *   onnxruntime-node, `Left Unavailable` where the device does not open, `Left InvalidOption`; else the model, which its holder disposes of. Who loads the same again shares its sessions.
 * @remarks Embeddings are those of `CLIPModel` of transformers on the images of `CLIPImageProcessor` (Pillow's bicubic) and the tokens of
 *   `CLIPTokenizerFast`. docs/clip.md has what was measured.
 * @category constructors
 * @since 0.4.0
 */
export const loadClipModel = (
  options: ClipModelOptions = {},
): TE.TaskEither<RewardError, ClipModel & AsyncDisposable> => {
  const fault = modelOptionFault(options)
  if (fault !== undefined) return TE.left(fault)
  return pipe(
    filesOf(options),
    TE.chain((files) =>
      pipe(
        openShared(options, files),
        TE.map((towers) => modelOf(options, files, towers)),
      ),
    ),
  )
}

/**
 * Loads the reward {@link clipReward}: a network, and a reader of images.
 *
 * @param options - As of {@link loadClipModel}, and those of the reward. `read` is by default the reader of `corl-rewards/image` without http.
 * @returns `Left` as of {@link loadClipModel}; else the reward, which frees the network when it is disposed of.
 * @category rewards
 * @since 0.4.0
 */
export const loadClip = (
  options: ClipOptions = {},
): TE.TaskEither<RewardError, Reward<ClipSample> & AsyncDisposable> => {
  const none = optionChecks(OWNER).object(options)
  if (none !== undefined) return TE.left(none)
  const { read = imageReader(), variant, prefix } = options
  const reward: ClipRewardOptions = {
    read,
    ...(variant === undefined ? {} : { variant }),
    ...(prefix === undefined ? {} : { prefix }),
  }
  // Failures come before training: a wrong option before the network is loaded.
  const fault = optionFault(reward)
  if (fault !== undefined) return TE.left(fault)
  return pipe(
    loadClipModel(options),
    TE.map((model) => {
      const made = clipReward(model, reward)
      return { ...made, [Symbol.asyncDispose]: async () => made[Symbol.asyncDispose]?.() }
    }),
  )
}

/** What the files of a model say, but for the weights. */
interface ClipFiles {
  readonly name: string
  readonly config: ClipConfig
  readonly preprocessing: Preprocessing
  readonly tokenize: TokenizeClip
  readonly checkpoint: string
}

const filesOf = (options: ClipModelOptions): TE.TaskEither<RewardError, ClipFiles> => {
  const { model = 'clip-vit-b32', env = process.env, modelDir } = options
  return pipe(
    TE.Do,
    TE.bind('folder', () => modelFolder({ reward: OWNER, model, path: options.path, modelDir, env })),
    TE.bind('config', ({ folder }) => readClipConfig(folder)),
    TE.bind('preprocessing', ({ folder, config }) => readPreprocessing(folder, 'clip', config.vision.imageSize)),
    TE.bind('tokenize', ({ folder, config }) => openClipText(folder, config.text)),
    TE.bind('checkpoint', ({ folder }) => weightsIn(folder)),
    TE.map(({ folder: _, ...files }) => ({ name: options.path === undefined ? model : 'clip', ...files })),
  )
}

const openShared = (
  { device = 'cpu', threads, env = process.env }: ClipModelOptions,
  { config, checkpoint }: ClipFiles,
): TE.TaskEither<RewardError, Shared<ClipTowers>> => {
  const opening = { config, checkpoint, device, threads, scratchDir: path.join(modelHome(env), 'graphs') }
  return sharedNetwork(OWNER, opening, openClip(opening))
}

/** Each holder's own view of shared sessions: who has disposed of it cannot go on while another one still holds them. */
const modelOf = (
  { batchSize = BATCH_SIZE }: ClipModelOptions,
  { name, config, preprocessing, tokenize }: ClipFiles,
  towers: Shared<ClipTowers>,
): ClipModel & AsyncDisposable => {
  const seeing = { session: towers.vision, preprocessing, tokens: imageTokens(config.vision) }
  let disposed = false
  const guarded = <A>(run: () => TE.TaskEither<RewardError, A>): TE.TaskEither<RewardError, A> =>
    disposed ? TE.left(disposedOf(OWNER)) : run()
  return {
    name,
    embedImages: (images, { signal } = {}) => guarded(() => embedImages(seeing, images, signal)),
    embedTexts: (texts, { signal } = {}) => guarded(() => embedTexts(towers.text, tokenize, batchSize, texts, signal)),
    [Symbol.asyncDispose]: async () => {
      disposed = true
      await towers[Symbol.asyncDispose]()
    },
  }
}
