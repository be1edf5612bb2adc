/** How large an image may be before anything is decoded. */
export interface ImageLimits {
  readonly maxPixels: number
  readonly maxBytes: number
}

/** 4096 x 4096, 16.8 million. */
export const MAX_PIXELS = 2 ** 24

/** Of the encoded form: 20 MB. */
export const MAX_BYTES = 20_000_000
