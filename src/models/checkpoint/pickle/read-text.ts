import { refuse } from '../refusal.js'
import { LIMITS, type Machine, OutOfBytes, take } from './machine.js'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Most names are short and ASCII, and built faster by hand. */
const SHORT = 24

const decode = (m: Machine, at: number, length: number): string => {
  if (length <= SHORT) {
    let text = ''
    let i = at
    for (; i < at + length; i++) {
      const byte = m.bytes[i] as number
      if (byte > 0x7f) break
      text += String.fromCharCode(byte)
    }
    if (i === at + length) return text
  }
  try {
    return utf8.decode(m.bytes.subarray(at, at + length))
  } catch {
    return refuse('a text in UTF-8', 'bytes that are none')
  }
}

/** A text of so many bytes. */
export const readText = (m: Machine, length: number): string => {
  if (length < 0 || length > LIMITS.text) refuse(`a text of at most ${LIMITS.text} bytes`, `${length} bytes`)
  return decode(m, take(m, length), length)
}

/** Bytes, not copied. */
export const readBytes = (m: Machine, length: number): Uint8Array => {
  const at = take(m, length)
  return m.bytes.subarray(at, at + length)
}

/** The longest name of a module or of what is in it. */
const MAX_LINE = 1_000

/** A text up to the next line break. */
export const readLine = (m: Machine): string => {
  const limit = Math.min(m.end, m.at + MAX_LINE)
  for (let i = m.at; i < limit; i++) {
    if (m.bytes[i] !== 0x0a) continue
    const from = m.at
    m.at = i + 1
    return decode(m, from, i - from)
  }
  if (m.end >= m.at + MAX_LINE) refuse(`a name of less than ${MAX_LINE} bytes`, 'a longer one')
  throw new OutOfBytes(m.end + 1)
}
