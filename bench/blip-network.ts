import { BASE, BASE_PREPROCESSING } from '../src/adapters/onnx/blip/made-up-model.js'
import { FORMULA_NAME, formulaTensors } from '../src/adapters/onnx/blip/formula-weights.js'
import { type BlipNetwork, openBlip } from '../src/adapters/onnx/blip/open-blip.js'
import { prepareImage } from '../src/adapters/onnx/huggingface/prepare-image.js'
import { madeUpFile } from '../src/adapters/onnx/made-up.js'
import type { Precision } from '../src/adapters/onnx/precision.js'
import { orRefuse } from '../src/cli/bench/sections/or-refuse.js'
import { distort, type FormulaDistortion, formulaImage, type FormulaKind } from '../src/formula/image.js'
import type { Image } from '../src/image/image.js'
import { pixelValues } from '../src/image/pixel-values.js'
import { modelHome } from '../src/models/model-home.js'
import { generate } from '../src/recaption/decoding/generate.js'

/** New tokens of every caption: made-up weights never say [SEP]. */
export const TOKENS = 20
export const SIDE = BASE.vision.imageSize

const KINDS: ReadonlyArray<FormulaKind> = ['gradient', 'checker', 'noise', 'discs', 'clouds']
const SIZES = [
  [64, 64],
  [224, 224],
  [384, 384],
  [500, 333],
] as const
const DISTORTIONS: ReadonlyArray<FormulaDistortion | undefined> = [
  undefined,
  'invert',
  'noise',
  'blur',
  'shift',
  'cast',
]

/** All distinct images by formula, of all kinds, sizes and distortions. */
export const formulaImages = (): ReadonlyArray<Image<'uint8'>> =>
  KINDS.flatMap((kind) =>
    SIZES.flatMap(([width, height]) => {
      const image = formulaImage(kind, width, height)
      return DISTORTIONS.map((distortion) => (distortion === undefined ? image : distort(image, distortion)))
    }),
  )

/** What the network reads of an image. */
export const pixelsOf = (image: Image): Float32Array => {
  const prepared = prepareImage(image, BASE_PREPROCESSING, { reward: 'bench', field: 'image' })
  if (prepared._tag === 'Left') throw new Error(prepared.left._tag)
  return pixelValues([prepared.right], BASE_PREPROCESSING.scale)
}

/** BLIP at true size, by formula; the file is written once. */
export const openMadeUp = async (precision: Precision, threads: number): Promise<BlipNetwork> => {
  const home = modelHome(process.env)
  const checkpoint = await checkpointFile()
  return orRefuse(openBlip({ config: BASE, checkpoint, precision, home, device: 'cpu', threads }))
}

export const checkpointFile = (): Promise<string> =>
  orRefuse(madeUpFile(modelHome(process.env), FORMULA_NAME.replace('|', '-'), () => formulaTensors(BASE)))

/** The ids of captions, greedily, and the logits of their first step. */
export const captionsOf = async (network: BlipNetwork, images: ReadonlyArray<Float32Array>) => {
  const states = await orRefuse(network.encode(images))
  const run = network.decode(states)
  let first: Float32Array | undefined
  const recorded: typeof run = {
    step: (from, tokens) => async () => {
      const logits = await run.step(from, tokens)()
      if (logits._tag === 'Right') first ??= Float32Array.from(logits.right.values)
      return logits
    },
  }
  const options = { begin: [BASE.text.bosId], endId: BASE.text.sepId, maxNewTokens: TOKENS }
  const texts = await orRefuse(generate(recorded, images.length, options, { reward: 'bench' }))
  return { ids: texts.map(({ ids }) => ids), first: first! }
}
