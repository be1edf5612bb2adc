import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { LpipsModelOptions } from '../../adapters/onnx/lpips/load-lpips.js'
import { imageReader } from '../../adapters/image/read-image.js'
import type { ImageReaderOptions } from '../../adapters/image/reader-options.js'
import { type RewardError, unexpected } from '../../core/error.js'
import type { Image } from '../../image/image.js'
import { compareImages } from '../../lpips/compare-images.js'
import { FORMULA_NOTE } from '../../lpips/model.js'
import type { LpipsModel } from '../../lpips/model.js'
import type { ReadImage } from '../../image/read-image.js'
import { type ImageSize, resizeTo } from '../../image/image-size.js'
import type { CompareContext, CompareImages, Comparison } from './comparison.js'

/** LPIPS at every pixel and by layer. The network that the reward has loaded is shared, not loaded again. */
export const compareLpips: CompareImages = (sample, options, context) => {
  const { modelDir } = context
  // Sound: the schema of the reward's options has let them pass.
  const { images, ...given } = options as LpipsModelOptions & {
    readonly size?: ImageSize
    readonly images?: ImageReaderOptions
  }
  return pipe(
    TE.tryCatch(
      () => import('../../adapters/onnx/lpips/load-lpips.js'),
      (cause) => unexpected('lpips', cause),
    ),
    TE.chain(({ loadLpipsModel, defaultSize }) => {
      const size = given.size ?? defaultSize(given)
      return TE.bracket(
        loadLpipsModel({ ...given, ...(modelDir === undefined ? {} : { modelDir }) }),
        (model) => compared(model, sample, size, imageReader(images), context),
        (model) => TE.fromTask(() => model[Symbol.asyncDispose]()),
      )
    }),
  )()
}

const compared = (
  model: LpipsModel,
  sample: { readonly image: unknown; readonly reference: unknown },
  size: ImageSize,
  readImage: ReadImage,
  { signal }: CompareContext,
): TE.TaskEither<RewardError, Comparison> => {
  const read = (field: 'image' | 'reference'): TE.TaskEither<RewardError, Image> => {
    const owner = { reward: 'lpips', field }
    return pipe(
      readImage(sample[field], owner, { signal }),
      TE.chainEitherK((image) => resizeTo(image, size, owner)),
    )
  }
  const isFormula = model.weights === 'formula'
  return pipe(
    TE.Do,
    TE.bind('image', () => read('image')),
    TE.bind('reference', () => read('reference')),
    TE.bind('result', ({ image, reference }) => compareImages(model, image, reference)),
    TE.map(({ image, reference, result }) => ({
      image,
      reference,
      facts: [
        ['net', model.net] as const,
        ['distance', String(result.distance)] as const,
        ['compared at', `${image.width} x ${image.height}, ${size === 'native' ? 'native' : 'resized'}`] as const,
        ['guard', model.guard] as const,
        ['weights', isFormula ? FORMULA_NOTE : model.weights] as const,
      ],
      ...(isFormula ? { warning: `weights: ${FORMULA_NOTE}` } : {}),
      layers: Object.entries(result.layers).map(([name, distance]) => ({ name, distance })),
      map: { ...result.map, title: 'LPIPS distance', kind: 'distance' as const },
    })),
  )
}
