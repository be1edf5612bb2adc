import { isAsciiDigit, isLatin } from './kinds.js'
import type { Scan } from './scan.js'
import { Unit } from './unit.js'
import { addressRunEnd } from './web-end.js'

/** `a@b.c`: to the end of the run of units that an address may have, or to a dot with nothing after it. */
export const mailEnd = (scan: Scan, at: number): number => {
  if (!scan.hasAt) return at
  const { text } = scan
  if (at >= scan.runEnd) {
    scan.runEnd = addressRunEnd(text, at)
    scan.lastAt = scan.runEnd
    do scan.lastAt--
    while (scan.lastAt >= at && !startsDomain(scan))
  }
  const first = text.charCodeAt(at)
  if (scan.lastAt <= at || !(isLatin(first) || isAsciiDigit(first))) return at
  let end = scan.lastAt + 1
  while (end < scan.runEnd && !(text.charCodeAt(end) === Unit.dot && isDotOrEnd(scan, end + 1))) end++
  return text.charCodeAt(end) === Unit.greater ? end + 1 : end
}

/** An @ with something after it. */
const startsDomain = (scan: Scan): boolean =>
  scan.text.charCodeAt(scan.lastAt) === Unit.at && !isDotOrEnd(scan, scan.lastAt + 1)

const isDotOrEnd = (scan: Scan, at: number): boolean => at >= scan.runEnd || scan.text.charCodeAt(at) === Unit.dot
