/**
 * Images that know their range, conversions between the ranges, Pillow's resize, and reading images of many kinds.
 *
 * @since 0.2.0
 */
export { floatImage, type Image, type ImageOwner, type PixelRange, type RawPixels, uint8Image } from './image.js'
export { type ByteRounding, toSigned, toUint8, toUnit } from './convert.js'
export { resize, type ResizeFilter, type ResizeOptions } from './resize.js'
export type { ReadImage } from './read-image.js'
export { imageReader, readImage, type ReadOptions } from '../adapters/image/read-image.js'
export type { ImageReaderOptions } from '../adapters/image/reader-options.js'
export type { HttpOptions } from '../adapters/image/fetch-image.js'
export type { Alpha } from '../adapters/image/pixels.js'
