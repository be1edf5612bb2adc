import { BadImage } from './bad-image.js'

/** What becomes of an alpha channel: left out, as Pillow's `convert('RGB')` does, or the image laid over a colour of bytes R G B. */
export type Alpha = 'drop' | { readonly over: readonly [number, number, number] }

/** a / 255, rounded, for a up to 255 * 255: Pillow's integer arithmetic. */
const by255 = (a: number): number => (a + 128 + ((a + 128) >> 8)) >> 8

/**
 * RGB out of 1 to 4 or more channels: grey is repeated, the channel after grey or RGB is alpha, further ones are left out.
 * RGB is returned as it is.
 */
export const toRgb = (data: Uint8Array, channels: number, alpha: Alpha): Uint8Array => {
  if (channels === 3) return data
  const count = data.length / channels
  const rgb = new Uint8Array(3 * count)
  const step = channels < 3 ? 0 : 1
  const over = channels === 1 || alpha === 'drop' ? undefined : alpha.over
  const at = channels < 3 ? 1 : 3
  for (let i = 0, from = 0, to = 0; i < count; i++, from += channels, to += 3) {
    const opaque = over === undefined ? 255 : (data[from + at] as number)
    for (let c = 0; c < 3; c++) {
      const value = data[from + c * step] as number
      rgb[to + c] = over === undefined ? value : by255(value * opaque + (over[c] as number) * (255 - opaque))
    }
  }
  return rgb
}

/** RGB out of C M Y K, 0 being no ink: Pillow's formula, v = 255 - k - round(c (255 - k) / 255), no colour profile. */
export const cmykToRgb = (data: Uint8Array, channels: number): Uint8Array => {
  if (channels < 4) throw new BadImage('C, M, Y and K of a CMYK image', `${channels} channels`)
  const rgb = new Uint8Array((3 * data.length) / channels)
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    const paper = 255 - (data[from + 3] as number)
    for (let c = 0; c < 3; c++) rgb[to + c] = Math.max(0, paper - by255((data[from + c] as number) * paper))
  }
  return rgb
}
