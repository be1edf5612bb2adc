import { type Sharp, sharpMissing } from '../../../adapters/image/load-sharp.js'
import { imageReader } from '../../../adapters/image/read-image.js'
import { obstacleOf } from '../obstacle.js'
import type { ImagePartResult } from './measured.js'
import { orRefuse } from '../sections/or-refuse.js'
import type { ImageEffort } from './parts.js'
import { pictures } from './pictures.js'
import { timeCalls, timingOf } from '../sections/time-calls.js'

/** In pixels. */
const SIDE = 512
const PICTURES = 8
const JPEG_QUALITY = 90

const OWNER = { reward: 'images', field: 'image' }

/** Decodes pictures as rewards read them, from their bytes and several at once; they are encoded on the spot. */
export const measureDecode = async (effort: ImageEffort, load: () => Promise<Sharp>): Promise<ImagePartResult> => {
  let sharp: Sharp
  try {
    sharp = await load()
  } catch (cause) {
    return { missing: obstacleOf(sharpMissing('images', cause)) }
  }
  const encoded = (format: 'jpeg' | 'png'): Promise<ReadonlyArray<Uint8Array>> =>
    Promise.all(
      pictures(PICTURES, SIDE).map(({ data }) => {
        const image = sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
        return (format === 'jpeg' ? image.jpeg({ quality: JPEG_QUALITY }) : image.png()).toBuffer()
      }),
    )
  const read = imageReader()
  const all = (files: ReadonlyArray<Uint8Array>) => () => Promise.all(files.map((file) => orRefuse(read(file, OWNER))))
  const times = await timeCalls({ jpeg: all(await encoded('jpeg')), png: all(await encoded('png')) }, effort)
  return {
    decode: (['jpeg', 'png'] as const).map((format) =>
      timingOf(`images/decode ${format} ${SIDE}x${SIDE}`, times[format], PICTURES),
    ),
  }
}
