import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type ZodObject, type ZodType, z } from 'zod'
import { isInstalled as installedHere } from '../adapters/native/resolve-package.js'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import type { LoadContext, RewardEntry } from './entry.js'
import { optional } from './entry.js'
import { field } from './fields.js'
import { images } from './image-options.js'

const image = field('image', true, 'the generated image: a path, a data URL, or pixels {data, width, height, channels}')
const reference = field('reference', true, 'the real image, in the same forms')

const side = z.number().int().min(1).max(8192)
const sizes = z.union([z.literal('native'), side, z.tuple([side, side])], {
  error: "'native', a number of pixels or [width, height], each from 1 to 8192",
})
const SIZE_TEXT =
  "'native': as they are, both of one size; a number or [width, height]: both resized to it first, as Pillow does"

/** The module of a reward that has an adapter, loaded when the reward is: text rewards do without. */
const lazily = <M>(reward: string, load: () => Promise<M>): TE.TaskEither<RewardError, M> =>
  TE.tryCatch(load, (cause) => unexpected(reward, cause))

/** Two small pictures of a checkerboard, the second one moved: 32 x 32 pixels, PNG. */
export const BOARD =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAMAAABEpIrGAAAABlBMVEWzHXn/vyBR1cJjAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAIklEQVQ4y2NgAANGMMDGZhgSCnBLQdlDQsFoXIzGxSCLCwAKTAH5WJUzPQAAAABJRU5ErkJggg=='
export const MOVED_BOARD =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAMAAABEpIrGAAAABlBMVEWzHXn/vyBR1cJjAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAKUlEQVQ4y2NgYAQDBjBAZTNgEyRDASNuZRBqSCigQ0CNxsVoXAyycAAAIQwB+Zv0zqYAAAAASUVORK5CYII='
const boards = { image: MOVED_BOARD, reference: BOARD }

type Facts = Pick<RewardEntry, 'id' | 'title' | 'range' | 'needs' | 'example'> & {
  /** Of the packages it needs, those it cannot be loaded without: images may come as pixels, which need no decoder. */
  readonly toLoad: ReadonlyArray<string>
}

const entry = <O extends ZodObject>(
  { toLoad, ...facts }: Facts,
  options: (spec: ZodType) => O,
  load: (options: z.infer<O>, context: LoadContext) => TE.TaskEither<RewardError, AnyReward>,
): RewardEntry => ({
  ...facts,
  fields: [image, reference],
  status: 'available',
  rewardOptions: [],
  options,
  load: (given, context) => {
    const { isInstalled = installedHere } = context
    const missing = toLoad.find((name) => !isInstalled(name))
    if (missing === undefined) {
      // Sound: `fromSpec` hands in what has passed the schema.
      return load(given as z.infer<O>, context)
    }
    return TE.left({ _tag: 'MissingPackage', reward: facts.id, package: missing, install: `npm install ${missing}` })
  },
})

export const lpipsEntry: RewardEntry = entry(
  {
    id: 'lpips',
    title: 'Perceptual similarity to the real image: 1 - LPIPS',
    range: { min: -Infinity, max: 1 }, // LPIPS has no upper bound
    needs: {
      packages: ['onnxruntime-node', 'sharp'],
      models: ['lpips-vgg'],
      otherModels: { option: 'net', models: ['lpips-alex', 'lpips-squeeze'] },
    },
    toLoad: ['onnxruntime-node'],
    example: { spec: { lpips: { net: 'squeeze', weights: 'formula' } }, sample: boards },
  },
  () =>
    z.strictObject({
      net: optional(z.enum(['alex', 'vgg', 'squeeze']), 'the backbone; its model is lpips-<net>', 'vgg'),
      variant: optional(
        z.enum(['paper', 'released']),
        "'paper': the authors' definition; 'released': torchmetrics' guard and 224 x 224 pixels, as ULM-R1 ran it",
        'paper',
      ),
      size: optional(sizes, `${SIZE_TEXT}. Default of 'released': 224`, 'native'),
      guard: optional(
        z.enum(['official', 'torchmetrics']),
        'what keeps zero features from dividing by zero',
        'official',
      ),
      layers: optional(z.boolean(), "whether each layer's distance is a part of the outcome", false),
      weights: optional(
        z.union([z.literal('formula'), z.strictObject({ backbone: z.string().min(1), heads: z.string().min(1) })], {
          error: "'formula' or {backbone, heads}",
        }),
        "the files, instead of the model's; 'formula': made-up ones for measuring speed, whose scores mean nothing",
      ),
      device: optional(z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml', 'auto']), 'where the network runs', 'cpu'),
      threads: optional(z.number().int().min(1).max(1024), 'threads of the network; default: those of the machine'),
      precision: optional(
        z.enum(['fp32', 'int8']),
        "'int8': several times faster on a processor, less exact (docs/lpips.md)",
        'fp32',
      ),
      memoryBytes: optional(
        z.number().int().min(1),
        "what the network's activations may take; larger batches run in several goes, an image too large for it fails",
        2 ** 32,
      ),
      images,
    }),
  ({ images, ...options }, { modelDir }) =>
    pipe(
      lazily('lpips', () =>
        Promise.all([import('../adapters/onnx/lpips/load-lpips.js'), import('../adapters/image/read-image.js')]),
      ),
      TE.chain(([{ loadLpips }, { imageReader }]) =>
        loadLpips({ ...options, ...(modelDir === undefined ? {} : { modelDir }), read: imageReader(images) }),
      ),
    ),
)

export const ssimEntry: RewardEntry = entry(
  {
    id: 'ssim',
    title: 'Structural similarity to the real image; needs no weights',
    range: { min: -1, max: 1 },
    needs: { packages: ['sharp'], models: [] },
    toLoad: [],
    example: { spec: 'ssim', sample: boards },
  },
  () =>
    z.strictObject({
      measure: optional(
        z.enum(['ssim', 'ms-ssim']),
        "'ms-ssim': at five sizes, in [0, 1], for images of 176 pixels a side or more",
        'ssim',
      ),
      size: optional(sizes, SIZE_TEXT, 'native'),
      images,
    }),
  ({ images, ...options }) =>
    pipe(
      lazily('ssim', () => Promise.all([import('../ssim/ssim-reward.js'), import('../adapters/image/read-image.js')])),
      TE.map(([{ ssimReward }, { imageReader }]) => ssimReward({ ...options, read: imageReader(images) })),
    ),
)

/** The rewards that compare a generated image with a real one. */
export const visionEntries: ReadonlyArray<RewardEntry> = [lpipsEntry, ssimEntry]
