import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { imageReader } from '../../adapters/image/read-image.js'
import type { ImageReaderOptions } from '../../adapters/image/reader-options.js'
import type { RewardError } from '../../core/error.js'
import { toUint8 } from '../../image/convert.js'
import type { Image } from '../../image/image.js'
import { resize } from '../../image/resize.js'
import { ssimMap } from '../../ssim/index.js'
import type { CompareImages } from './comparison.js'

/** SSIM around every pixel. Of MS-SSIM, which has one number for five sizes, the largest size is shown. */
export const compareSsim: CompareImages = (sample, options, { signal }) => {
  const size = options['size'] ?? 'native'
  // Sound: the schema of the reward's options has let them pass.
  const readImage = imageReader(options['images'] as ImageReaderOptions | undefined)
  const read = (field: 'image' | 'reference'): TE.TaskEither<RewardError, Image> =>
    pipe(
      readImage(sample[field], { reward: 'ssim', field }, { signal }),
      TE.chainEitherK((image) => toSize(image, size)),
    )
  return pipe(
    TE.Do,
    TE.bind('image', () => read('image')),
    TE.bind('reference', () => read('reference')),
    TE.bind('map', ({ image, reference }) => TE.fromEither(ssimMap(image, reference))),
    TE.map(({ image, reference, map }) => ({
      image,
      reference,
      facts: [
        ['measure', options['measure'] === 'ms-ssim' ? 'MS-SSIM; the map is SSIM at full size' : 'SSIM'] as const,
        ['compared at', `${image.width} x ${image.height}, ${size === 'native' ? 'native' : 'resized'}`] as const,
      ],
      layers: [],
      map: { ...map, title: 'SSIM', kind: 'similarity' as const },
    })),
  )()
}

const toSize = (image: Image, size: unknown): E.Either<RewardError, Image> => {
  if (size === 'native') return E.right(image)
  const [widthPx, heightPx] = (Array.isArray(size) ? size : [size, size]) as [number, number]
  return resize(toUint8(image, 'round'), { widthPx, heightPx, filter: 'bilinear' })
}
