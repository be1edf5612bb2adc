import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { isInstalled as installedHere } from '../adapters/native/resolve-package.js'
import { type RewardError, unexpected } from '../core/error.js'
import type { AnyReward } from '../core/reward.js'
import { type LoadContext, optional, type RewardEntry } from './entry.js'
import { field } from './fields.js'
import { images } from './image-options.js'

const RUNTIME = 'onnxruntime-node'

const options = z.strictObject({
  variant: optional(
    z.enum(['cosine', 'clipscore', 'released']),
    "'cosine': in [-1, 1]; 'clipscore': 2.5 max(cosine, 0), as CLIPScore; 'released': 2 times the cosine, as in ULM-R1's code",
    'cosine',
  ),
  prefix: optional(
    z.string(),
    "put before each prompt; default: nothing, 'A photo depicts ' where the variant is 'clipscore'",
  ),
  model: optional(z.enum(['clip-vit-b32', 'clip-vit-h14']), 'a model of the catalogue', 'clip-vit-b32'),
  path: optional(z.string().min(1), "the folder of a CLIP network in Hugging Face's layout, instead of such a model"),
  device: optional(z.enum(['cpu', 'cuda', 'webgpu', 'coreml', 'dml', 'auto']), 'where the network runs', 'cpu'),
  threads: optional(z.int().min(1).max(1024), 'threads of the network; default: those of the machine'),
  batchSize: optional(z.int().min(1).max(4096), 'texts of a run at most', 64),
  images,
})

type Options = z.infer<typeof options>

/** CLIPScore. Its code is loaded with it. */
export const clipEntry: RewardEntry = {
  id: 'clip',
  title: 'CLIP similarity of image and prompt',
  range: { min: -1, max: 1 },
  fields: [
    field('image', true, 'the generated image: a path, a data URL, or pixels {data, width, height, channels}'),
    field('prompt', true, 'the text it was asked for with; a sample without it is skipped'),
  ],
  needs: {
    packages: [RUNTIME, 'sharp'],
    models: ['clip-vit-b32'],
    otherModels: { option: 'model', models: ['clip-vit-h14'] },
  },
  status: 'available',
  rewardOptions: [],
  options: () => options,
  load: (given, { modelDir, isInstalled = installedHere }) => {
    // Sound: `fromSpec` hands in what has passed the schema.
    if (isInstalled(RUNTIME)) return load(given as Options, modelDir)
    // Images may come as pixels, which need no decoder: without the runtime alone nothing can be scored.
    return TE.left({ _tag: 'MissingPackage', reward: 'clip', package: RUNTIME, install: `npm install ${RUNTIME}` })
  },
}

const load = ({ images, ...rest }: Options, modelDir: LoadContext['modelDir']): TE.TaskEither<RewardError, AnyReward> =>
  pipe(
    TE.tryCatch(
      () => Promise.all([import('../adapters/onnx/clip/load-clip.js'), import('../adapters/image/read-image.js')]),
      (cause) => unexpected('clip', cause),
    ),
    TE.chain(([{ loadClip }, { imageReader }]) =>
      loadClip({ ...rest, ...(modelDir === undefined ? {} : { modelDir }), read: imageReader(images) }),
    ),
  )
