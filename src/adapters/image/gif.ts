/**
 * A GIF whose first frame knows no transparent colour: what is transparent shows the colour that the palette has for it, as Pillow's
 * `convert('RGB')` gives. The bytes themselves where nothing is transparent.
 */
export const opaqueGif = (bytes: Uint8Array): Uint8Array => {
  const flags = bytes[10] ?? 0
  // Header of 6 bytes, screen of 7, then the global palette where there is one.
  let at = 13 + ((flags & 0x80) === 0 ? 0 : 3 * (2 << (flags & 7)))
  let copy = bytes
  while (bytes[at] === EXTENSION) {
    if (bytes[at + 1] === GRAPHIC_CONTROL && ((bytes[at + 3] ?? 0) & TRANSPARENT) !== 0) {
      if (copy === bytes) copy = bytes.slice()
      copy[at + 3] = (bytes[at + 3] as number) & ~TRANSPARENT
    }
    at += 2
    // Blocks that begin with their length; one of length 0 is the end.
    for (let length = bytes[at] ?? 0; length !== 0; length = bytes[at] ?? 0) at += length + 1
    at++
  }
  return copy
}

const EXTENSION = 0x21
const GRAPHIC_CONTROL = 0xf9
const TRANSPARENT = 1
