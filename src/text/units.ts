/** Up to here, copying unit by unit beats the call into the engine. */
const FEW_UNITS = 64

/**
 * The UTF-16 units of a text, lone surrogates as they are. Long texts are read through this: an engine's strings are slices, ropes
 * and two widths of arrays, which a loop over `charCodeAt` pays for at every step.
 *
 * @param scratch - Used, from its start, where the text fits in.
 */
export const toUnits = (text: string, scratch?: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> => {
  const { length } = text
  const units = scratch !== undefined && length <= scratch.length ? scratch : new Uint16Array(length)
  if (length > FEW_UNITS && LITTLE_ENDIAN) Buffer.from(units.buffer).write(text, 'utf16le')
  else for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i)
  return units
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
