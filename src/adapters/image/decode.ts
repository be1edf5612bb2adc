import type { Metadata, SharpOptions } from 'sharp'
import { messageOf } from '../../core/error.js'
import type { Image } from '../../image/image.js'
import { BadImage, brief } from './bad-image.js'
import { type DeclaredSize, declaredSize } from './declared-size.js'
import { type EncodedFormat, EXPECTED_FORMATS, formatOf } from './format.js'
import { Gate } from './gate.js'
import { opaqueGif } from './gif.js'
import { type ImageLimits, MAX_PIXELS } from './limits.js'
import type { Sharp } from './load-sharp.js'
import { type Alpha, cmykToRgb, toRgb } from './pixels.js'

/** What is done to an encoded image beside decoding it. */
export interface DecodeOptions extends ImageLimits {
  readonly alpha: Alpha
  readonly orientation: 'stored' | 'exif'
}

/** Pixels that are being decoded at any moment in this thread: one image of the largest size, or many small ones. */
const pixelsInFlight = new Gate(MAX_PIXELS)

/**
 * The pixels of an encoded image. Its size is read from the header and held against the limits before anything is decoded.
 */
export const decode = async (
  sharp: Sharp,
  encoded: Uint8Array,
  options: DecodeOptions,
  signal: AbortSignal | undefined,
): Promise<Image<'uint8'>> => {
  const { maxBytes, maxPixels, alpha } = options
  if (encoded.length > maxBytes) throw tooManyBytes(encoded.length, maxBytes)
  const format = formatOf(encoded)
  checkPixels(declaredSize(encoded, format), maxPixels)
  const bytes = format === 'gif' && alpha === 'drop' ? opaqueGif(encoded) : encoded
  // The header is read without a limit of pixels, for a message that says how many there are.
  const header = await decoding(sharp(bytes, { ...OPTIONS, limitInputPixels: false }).metadata())
  checkHeader(header, format, maxPixels)
  return pixelsInFlight.run(header.width * header.height, signal, async () => {
    const cmyk = header.space === 'cmyk'
    let image = sharp(bytes, { ...OPTIONS, limitInputPixels: maxPixels })
    // Pillow turns TIFF images by their tag, and leaves the others to the caller.
    if (options.orientation === 'exif' || format === 'tiff') image = image.autoOrient()
    if (cmyk) image = image.pipelineColourspace('cmyk').toColourspace('cmyk')
    else if (alpha === 'drop') image = image.removeAlpha()
    const { data, info } = await decoding(image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }))
    const values = new Uint8Array(data.buffer, data.byteOffset, data.length)
    const rgb = cmyk ? cmykToRgb(values, info.channels) : toRgb(values, info.channels, alpha)
    return { range: 'uint8', width: info.width, height: info.height, data: rgb }
  })
}

const OPTIONS: SharpOptions = {
  // As Pillow: a truncated file is refused, a decoder's mere warning is not.
  failOn: 'error',
  ignoreIcc: true,
  sequentialRead: true,
  page: 0,
  pages: 1,
}

const checkHeader = (header: Metadata, format: EncodedFormat, maxPixels: number): void => {
  const { depth, space, compression } = header
  // What was told from the first bytes and what the decoder found are the same thing.
  if (header.format !== format || (format === 'heif' && compression !== 'av1')) {
    throw new BadImage(EXPECTED_FORMATS, `a ${header.format} image`)
  }
  checkPixels(header, maxPixels)
  const deep = depth === 'ushort' && space !== 'cmyk'
  if (depth !== 'uchar' && !deep) throw new BadImage('8 or 16 bits a channel', `${space} of ${depth}`)
}

const checkPixels = (size: DeclaredSize | undefined, maxPixels: number): void => {
  // A side of 0 is the decoder's to refuse, a huge one beside it is not.
  if (size === undefined || Math.max(size.width, 1) * Math.max(size.height, 1) <= maxPixels) return
  const { width, height } = size
  throw new BadImage(`an image of at most ${maxPixels} pixels`, `${width} x ${height} = ${width * height} pixels`)
}

/** What sharp says where it cannot decode. */
const decoding = <A>(work: Promise<A>): Promise<A> =>
  work.catch((cause: unknown) => {
    throw new BadImage(EXPECTED_FORMATS, `one that does not decode: ${brief(messageOf(cause), 120)}`)
  })

/** Of the encoded form. */
export const tooManyBytes = (received: number | string, maxBytes: number): BadImage =>
  new BadImage(`at most ${maxBytes} bytes`, `${received} bytes`)
