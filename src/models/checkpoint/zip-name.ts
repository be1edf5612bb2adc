import { refuse } from './refusal.js'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Characters that some system or some eye takes for a dot or a slash, beyond those that NFKC makes plain. */
const LOOKALIKE = /[\u2044\u2215\u29F5\u29F8\u29F9\u2216\uFE68\uFF3C\u2024\u2025\u2026\uFE52\uFF0E\uFF0F]/u

/** Control and format characters, lone surrogates and line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** A backslash; the letter of a drive; a stream of a file, behind the folder. */
const isWindowsPath = (name: string): boolean => /\\|^[a-z]:/i.test(name) || name.includes(':', name.indexOf('/'))

const isPlainSegment = (segment: string): boolean => segment !== '' && segment !== '.' && segment !== '..'

/**
 * The name of an entry, as torch writes them: `archive/data/0`. Nothing is ever unpacked, and no name is given to the system;
 * an archive with a name that could lead anywhere else is refused all the same, because nobody meant well by it.
 */
export const entryName = (bytes: Uint8Array): string => {
  const name = decode(bytes)
  const plain = name.normalize('NFKC')
  const segments = plain.split('/')
  const isPlain =
    plain === name &&
    !LOOKALIKE.test(name) &&
    !INVISIBLE.test(name) &&
    !isWindowsPath(name) &&
    segments.length > 1 &&
    segments.every(isPlainSegment)
  return isPlain ? name : refuse('entries in one folder, named as torch names them', JSON.stringify(name.slice(0, 80)))
}

const decode = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    return refuse('entry names in UTF-8', 'bytes that are none')
  }
}
