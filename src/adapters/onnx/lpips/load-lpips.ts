import path from 'node:path'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { Reward } from '../../../core/reward.js'
import type { ImagePairSample } from '../../../image/image-pair.js'
import type { ImageSize } from '../../../image/image-size.js'
import { lpips } from '../../../lpips/lpips.js'
import { lpipsOptionFault, type LpipsRewardOptions } from '../../../lpips/reward-options.js'
import type { LpipsGuard, LpipsModel, LpipsNet } from '../../../lpips/model.js'
import type { Environment } from '../../../models/environment.js'
import { locateModel } from '../../../models/locate.js'
import { modelHome } from '../../../models/model-home.js'
import { imageReader } from '../../image/read-image.js'
import { type Device, DEVICES } from '../device.js'
import { optionChecks } from '../option-checks.js'
import { MAX_THREADS } from '../session.js'
import { BACKBONES } from './backbones.js'
import { formulaWeights } from './formula-weights.js'
import { type Precision, PRECISIONS } from '../precision.js'
import { openLpips } from './open-lpips.js'

/**
 * Where a network's numbers come from: files, or `'formula'`: made-up weights at true size, for measuring speed. Distances of formula
 * weights mean nothing.
 *
 * @category model
 * @since 0.2.0
 */
export type LpipsWeights = 'formula' | { readonly backbone: string; readonly heads: string }

/**
 * Which network LPIPS runs on, and where.
 *
 * @category model
 * @since 0.2.0
 */
export interface LpipsModelOptions {
  /** Default `'vgg'`, which ULM-R1 used. */
  readonly net?: LpipsNet
  /** `'paper'` (default): the authors' definition; `'released'`: torchmetrics' guard, and 224 x 224 pixels, as ULM-R1 ran it. */
  readonly variant?: 'paper' | 'released'
  /** Default: the variant's. */
  readonly guard?: LpipsGuard
  /** Default: the files of the model `lpips-<net>`, wherever they are found on this machine; nothing is fetched. */
  readonly weights?: LpipsWeights
  /** A folder with the model's files; comes before the models' own folder and the caches of torch and Hugging Face. */
  readonly modelDir?: string
  /** Default `'cpu'`. */
  readonly device?: Device
  /** Threads within an operator; default: as many as the machine runs at once. */
  readonly threads?: number
  /** `'int8'`: convolutions in 8 bits, several times faster on the processor; docs/lpips.md has the deviation. Default `'fp32'`. */
  readonly precision?: Precision
  /** Settings such as `CORL_HOME`; default: those of the process. */
  readonly env?: Environment
}

/**
 * Options of {@link loadLpips}.
 *
 * @category model
 * @since 0.2.0
 */
export interface LpipsOptions extends LpipsModelOptions, Partial<LpipsRewardOptions> {}

const OWNER = 'lpips'

/**
 * Loads the network of LPIPS v0.1 from the files that torchvision and the LPIPS authors publish, where they lie.
 *
 * @param options - Network, weights, device; see the fields.
 * @returns `Left MissingModel` with the command that gets the files, `Left MissingPackage` without onnxruntime-node, `Left BadFile` for a
 *   damaged or foreign checkpoint, `Left Unavailable` where the device does not open, `Left InvalidOption`; else the model, which the
 *   caller disposes of. Who loads the same again shares its sessions.
 * @category constructors
 * @since 0.2.0
 */
export const loadLpipsModel = (options: LpipsModelOptions = {}): TE.TaskEither<RewardError, LpipsModel> => {
  const { net = 'vgg', variant = 'paper', device = 'cpu', threads, precision = 'fp32', env = process.env } = options
  const fault = faultOf(options)
  if (fault !== undefined) return TE.left(fault)
  const guard = options.guard ?? (variant === 'released' ? 'torchmetrics' : 'official')
  const home = modelHome(env)
  return pipe(
    filesOf(options, net, home, env),
    TE.chain((files) =>
      openLpips({
        net,
        guard,
        device,
        threads,
        precision,
        files,
        isFormula: options.weights === 'formula',
        scratchDir: path.join(home, 'graphs'),
      }),
    ),
  )
}

/**
 * Loads the reward {@link lpips}: a network, and a reader of images.
 *
 * @param options - As of {@link loadLpipsModel}, and those of the reward. `read` is by default the reader of `corl-rewards/image` without http.
 * @returns `Left` as of {@link loadLpipsModel}; else the reward, which frees the network when it is disposed of.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../../../score.js')
 * const { formulaImage } = await import('../../../formula/image.js')
 * const loaded = await loadLpips({ net: 'squeeze', weights: 'formula' })()
 * if (loaded._tag === 'Left') throw new Error(loaded.left._tag)
 * const image = formulaImage('discs', 64, 64)
 * expect(await score(loaded.right, [{ image, reference: image }])).toMatchObject([{ value: 1, detail: { distance: 0 } }])
 * await loaded.right[Symbol.asyncDispose]()
 * ```
 * @category rewards
 * @since 0.2.0
 */
export const loadLpips = (
  options: LpipsOptions = {},
): TE.TaskEither<RewardError, Reward<ImagePairSample> & AsyncDisposable> => {
  const { net = 'vgg', read = imageReader(), size = defaultSize(options), layers, memoryBytes } = options
  const reward: LpipsRewardOptions = {
    read,
    size,
    ...(layers === undefined ? {} : { layers }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  }
  // Failures come before training: a wrong option before the network is loaded.
  const fault = faultOf(options) ?? lpipsOptionFault(reward, BACKBONES[net].minSidePx)
  if (fault !== undefined) return TE.left(fault)
  return pipe(
    loadLpipsModel(options),
    TE.map((model) => {
      const made = lpips(model, reward)
      return { ...made, [Symbol.asyncDispose]: async () => made[Symbol.asyncDispose]?.() }
    }),
  )
}

/** The size that both images are compared at, where it is not said: 224 pixels in ULM-R1's training script. */
export const defaultSize = ({ variant }: LpipsModelOptions): ImageSize => (variant === 'released' ? 224 : 'native')

const filesOf = (
  { weights, modelDir }: LpipsModelOptions,
  net: LpipsNet,
  home: string,
  env: Environment,
): TE.TaskEither<RewardError, { readonly backbone: string; readonly heads: string }> => {
  if (weights === 'formula') return formulaWeights(net, home)
  if (weights !== undefined) return TE.right(weights)
  return pipe(
    locateModel(`lpips-${net}`, { env, reward: OWNER, ...(modelDir === undefined ? {} : { modelDir }) }),
    TE.map(({ paths }) => paths),
  )
}

const { count, oneOf, wrong } = optionChecks(OWNER)

const faultOf = (options: LpipsModelOptions): RewardError | undefined => {
  const { net, variant, guard, device, precision, threads, weights, modelDir } = options
  return (
    oneOf('net', net, Object.keys(BACKBONES)) ??
    oneOf('variant', variant, ['paper', 'released']) ??
    oneOf('guard', guard, ['official', 'torchmetrics']) ??
    oneOf('device', device, DEVICES) ??
    oneOf('precision', precision, PRECISIONS) ??
    count('threads', threads, MAX_THREADS) ??
    (weights === undefined || weights === 'formula' || isFiles(weights)
      ? undefined
      : wrong('weights', "'formula' or the paths { backbone, heads }", weights)) ??
    (modelDir === undefined || typeof modelDir === 'string'
      ? undefined
      : wrong('modelDir', 'the path of a folder', modelDir))
  )
}

const isFiles = (weights: unknown): boolean => {
  if (typeof weights !== 'object' || weights === null) return false
  const { backbone, heads } = weights as Readonly<Record<string, unknown>>
  return [backbone, heads].every((file) => typeof file === 'string' && file !== '')
}
