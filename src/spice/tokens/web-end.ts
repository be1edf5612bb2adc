import { isLatin } from './kinds.js'
import { Unit } from './unit.js'

/** What no address has in it: white space, quotes, brackets and bars. */
const OUTSIDE = new Set(Array.from(' \t\n\f\r"<>|(){}\u00a0', (unit) => unit.charCodeAt(0)))

/** Where the run of units ends that addresses may have. */
export const addressRunEnd = (text: string, at: number): number => {
  let end = at
  while (end < text.length && !OUTSIDE.has(text.charCodeAt(end))) end++
  return end
}

/** No address ends in one of these. */
const isTrailing = (unit: number): boolean =>
  unit === Unit.dot ||
  unit === Unit.comma ||
  unit === Unit.hyphen ||
  unit === Unit.question ||
  unit === Unit.exclamation

const trimmed = (text: string, at: number, end: number): number => {
  let last = end
  while (last > at && isTrailing(text.charCodeAt(last - 1))) last--
  return last
}

/** `http://…` and `https://…`, at least two units long after that. */
export const urlEnd = (text: string, at: number): number => {
  if ((text.charCodeAt(at) | 0x20) !== 0x68) return at
  const head = /^https?:\/\//i.exec(text.slice(at, at + 8))?.[0]
  if (head === undefined) return at
  const start = at + head.length
  const end = trimmed(text, start, addressRunEnd(text, start))
  return end > start + 1 ? end : at
}

/** What follows a word that ends in a domain: `/path`. */
export const pathEnd = (text: string, end: number): number => {
  const unit = text.charCodeAt(end)
  if (unit !== Unit.slash && unit !== Unit.question) return end
  if (!/\.(?:com|net|org|edu)$/.test(text.slice(Math.max(0, end - 4), end))) return end
  const last = trimmed(text, end + 1, addressRunEnd(text, end + 1))
  return last > end + 2 ? last : end
}

/** `www.…` */
export const wwwEnd = (text: string, at: number): number => {
  if (!/^www\.[a-z0-9]/i.test(text.slice(at, at + 5))) return at
  let end = at + 4
  let domain = at
  for (;;) {
    const unit = text.charCodeAt(end)
    if (
      unit === Unit.dot ||
      unit === Unit.apostrophe ||
      unit === Unit.colon ||
      OUTSIDE.has(unit) ||
      unit === Unit.slash ||
      end >= text.length
    ) {
      if (unit === Unit.dot && isLatin(text.charCodeAt(end + 1))) domain = end
      else break
    }
    end++
  }
  if (domain === at) return at
  end = trimmed(text, at, end)
  if (text.charCodeAt(end) !== Unit.slash) return end
  const last = trimmed(text, end + 1, addressRunEnd(text, end + 1))
  return last > end + 2 ? last : end
}
