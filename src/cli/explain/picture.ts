import * as E from 'fp-ts/lib/Either.js'
import { encodePng } from '../../adapters/image/encode-png.js'
import type { RewardError } from '../../core/error.js'
import { toUint8 } from '../../image/convert.js'
import type { Image } from '../../image/image.js'
import { resize } from '../../image/resize.js'
import type { PagePicture } from './page.js'

/** Larger pictures are made smaller for the page, unless told otherwise: it would weigh what the images weigh. In pixels. */
const MAX_SIDE = 1024

/**
 * A picture for the page, as PNG in a data URL.
 *
 * @param source - What the sample holds; shown where it is a path or a URL.
 * @param maxSide - In pixels.
 */
export const encoded = async (
  image: Image,
  label: string,
  source?: unknown,
  maxSide = MAX_SIDE,
): Promise<E.Either<RewardError, PagePicture>> => {
  const { width, height } = image
  const small = shrunk(toUint8(image, 'round'), maxSide)
  if (E.isLeft(small)) return small
  const png = await encodePng(small.right)()
  return E.map((bytes: Uint8Array) => ({
    label,
    width,
    height,
    ...(isName(source) ? { source } : {}),
    url: `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`,
  }))(png)
}

const isName = (source: unknown): source is string =>
  typeof source === 'string' && source.length <= 300 && !/^data:/i.test(source)

const shrunk = (image: Image<'uint8'>, maxSide: number): E.Either<RewardError, Image<'uint8'>> => {
  const factor = maxSide / Math.max(image.width, image.height)
  if (factor >= 1) return E.right(image)
  const side = (length: number): number => Math.max(1, Math.round(factor * length))
  return resize(image, { widthPx: side(image.width), heightPx: side(image.height), filter: 'bicubic' })
}
