/// <reference lib="esnext.disposable" preserve="true" />
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { disposedOf, type RewardError } from '../../../core/error.js'
import { modelHome } from '../../../models/model-home.js'
import type { Captioner } from '../../../recaption/captioner.js'
import { type BlipConfig, readBlipConfig } from './blip-config.js'
import { type BlipText, openBlipText } from './blip-text.js'
import { captionAll } from './caption.js'
import { type CaptionDecoding, captionDecoding } from './caption-decoding.js'
import { FORMULA_NAME, formulaTensors } from './formula-weights.js'
import { modelFolder, weightsIn } from '../huggingface/model-folder.js'
import { type Preprocessing, readPreprocessing } from '../huggingface/preprocessing.js'
import { readWeights } from '../checkpoint-weights.js'
import { madeUpFile } from '../made-up.js'
import { type Shared, sharedNetwork } from '../shared.js'
import { BASE, BASE_PREPROCESSING, madeUpText } from './made-up-model.js'
import { type BlipNetwork, openBlip } from './open-blip.js'
import { BATCH_SIZE, type BlipOptions, blipOptionFault } from './options.js'
import { textTensors, unreadTensors, visionTensors } from './tensors.js'

const OWNER = 'recaption'

/**
 * Loads BLIP (Li et al. 2022) from the files that Salesforce publishes, where they lie: a vision transformer, and a text decoder that looks at
 * its states. Nothing is converted, and no float32 weight is copied.
 *
 * @param options - Model, device, decoding; see the fields.
 * @returns `Left MissingModel` with the command that gets the files, `Left BadFile` for a file that is damaged, foreign, not in
 *   `path`, or does not fit the others (it names the tensor, or the field), `Left MissingPackage` without
 *   onnxruntime-node, `Left Unavailable` where the device does not open, `Left InvalidOption`; else the captioner, which its holder disposes of. Who loads the same again shares its sessions.
 * @remarks Captions are those of `BlipForConditionalGeneration.generate` of transformers on the images of the processor of transformers 4
 *   (Pillow's bicubic). docs/recaption.md has what was measured.
 * @category constructors
 * @since 0.4.0
 */
export const loadBlip = (options: BlipOptions = {}): TE.TaskEither<RewardError, Captioner & AsyncDisposable> => {
  const fault = blipOptionFault(options)
  if (fault !== undefined) return TE.left(fault)
  return pipe(
    filesOf(options),
    TE.chain((files) =>
      pipe(
        TE.fromEither(captionDecoding(OWNER, options, files.text, files.config.text)),
        TE.chain((decoding) =>
          pipe(
            openShared(options, files),
            TE.map((network) => captionerOf(options, files, decoding, network)),
          ),
        ),
      ),
    ),
  )
}

/** What the files of a model say, but for the weights. */
interface BlipFiles {
  readonly name: string
  readonly config: BlipConfig
  readonly preprocessing: Preprocessing
  readonly text: BlipText
  readonly checkpoint: string
}

const homeOf = ({ env = process.env }: BlipOptions): string => modelHome(env)

const filesOf = (options: BlipOptions): TE.TaskEither<RewardError, BlipFiles> => {
  if (options.weights === 'formula') return madeUpFiles(homeOf(options))
  const { model = 'blip-base', env = process.env, modelDir } = options
  return pipe(
    TE.Do,
    TE.bind('folder', () => modelFolder({ reward: OWNER, model, path: options.path, modelDir, env })),
    TE.bind('config', ({ folder }) => readBlipConfig(folder)),
    TE.bind('preprocessing', ({ folder, config }) => readPreprocessing(folder, 'blip', config.vision.imageSize)),
    TE.bind('text', ({ folder, config }) => openBlipText(folder, config.text)),
    TE.bind('checkpoint', ({ folder }) => weightsIn(folder)),
    TE.map(({ folder: _, ...files }) => ({ name: options.path === undefined ? model : 'blip', ...files })),
  )
}

const madeUpFiles = (home: string): TE.TaskEither<RewardError, BlipFiles> =>
  pipe(
    madeUpFile(home, FORMULA_NAME.replace('|', '-'), () => formulaTensors(BASE)),
    TE.map((checkpoint) => ({
      name: 'blip-base by formula',
      config: BASE,
      preprocessing: BASE_PREPROCESSING,
      text: madeUpText(BASE.text),
      checkpoint,
    })),
  )

const openShared = (
  options: BlipOptions,
  { config, checkpoint }: BlipFiles,
): TE.TaskEither<RewardError, Shared<BlipNetwork>> => {
  const { device = 'cpu', threads, precision = 'fp32' } = options
  const opening = { config, checkpoint, device, threads, precision, home: homeOf(options) }
  const open = pipe(
    requireFinite(checkpoint, config, unreadTensors(config)),
    TE.chain(() => openBlip(opening)),
  )
  return sharedNetwork('blip', opening, open)
}

/** Numbers that spoil every caption; `names`: default all. */
const requireFinite = (
  checkpoint: string,
  config: BlipConfig,
  names?: ReadonlyArray<string>,
): TE.TaskEither<RewardError, void> =>
  pipe(
    readWeights(checkpoint, 'BLIP', new Map([...visionTensors(config), ...textTensors(config)])),
    TE.chain((weights) => weights.requireFinite(names)),
  )

/** Scores that are no numbers come from weights that are none, as a rule: then their tensor is named. */
const blameWeights =
  ({ checkpoint, config }: BlipFiles) =>
  <A>(captions: TE.TaskEither<RewardError, A>): TE.TaskEither<RewardError, A> =>
    pipe(
      captions,
      TE.orElse((error) =>
        error._tag !== 'NonFinite'
          ? TE.left(error)
          : pipe(
              requireFinite(checkpoint, config),
              TE.chain(() => TE.left<RewardError, A>(error)),
            ),
      ),
    )

/** Each holder's own view of shared sessions: who has disposed of it cannot go on while another one still holds them. */
const captionerOf = (
  options: BlipOptions,
  files: BlipFiles,
  decoding: CaptionDecoding,
  network: Shared<BlipNetwork>,
): Captioner & AsyncDisposable => {
  const { cleanUpSpaces = true, seed = 0, batchSize = BATCH_SIZE, precision = 'fp32' } = options
  const { name, preprocessing, text } = files
  const captioning = {
    network,
    preprocessing,
    captionOf: (ids: ReadonlyArray<number>) => text.captionOf(ids, cleanUpSpaces),
    decoding,
    seed,
    batchSize,
  }
  let disposed = false
  return {
    name: precision === 'fp32' ? name : `${name}, ${precision}`,
    deterministic: true,
    weights: network.isFormula ? 'formula' : 'checkpoint',
    caption: (images, { signal } = {}) =>
      disposed ? TE.left(disposedOf(OWNER)) : pipe(captionAll(captioning, images, signal), blameWeights(files)),
    [Symbol.asyncDispose]: async () => {
      disposed = true
      await network[Symbol.asyncDispose]()
    },
  }
}
