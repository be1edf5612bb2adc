import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../../core/error.js'
import type { Image } from '../../image/image.js'
import { loadSharp, sharpMissing } from './load-sharp.js'

/** An RGB image as a PNG file. `Left MissingPackage` where sharp is not installed. */
export const encodePng = ({ data, width, height }: Image<'uint8'>): TE.TaskEither<RewardError, Uint8Array> =>
  encode(data, width, height, 3)

/** Bytes R G B A, `4 * width * height` of them, as a PNG file. `Left MissingPackage` where sharp is not installed. */
export const encodePngRgba = (
  data: Uint8Array,
  width: number,
  height: number,
): TE.TaskEither<RewardError, Uint8Array> => encode(data, width, height, 4)

const encode = (
  data: Uint8Array,
  width: number,
  height: number,
  channels: 3 | 4,
): TE.TaskEither<RewardError, Uint8Array> =>
  pipe(
    TE.tryCatch(loadSharp, (cause) => sharpMissing('image', cause)),
    TE.chain((sharp) =>
      TE.tryCatch(
        async (): Promise<Uint8Array> => sharp(data, { raw: { width, height, channels } }).png().toBuffer(),
        (cause) => unexpected('image', cause),
      ),
    ),
  )
