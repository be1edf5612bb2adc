import { isAsciiDigit, Kind, kindAt } from './kinds.js'
import { Unit } from './unit.js'

const digitsEnd = (text: string, at: number): number => {
  const start = kindAt(text, at) === Kind.soft ? at + 1 : at
  let end = start
  while (kindAt(text, end) === Kind.digit) end++
  return end === start ? at : end
}

/** . , : and their Arabic kin. */
const isSeparator = (unit: number): boolean =>
  unit === Unit.dot || unit === Unit.comma || unit === Unit.colon || unit === 0x66b || unit === 0x66c

/** `5`, `1,000.50`, `10:30`, `.5`, `-5`. */
export const numberEnd = (text: string, at: number): number => {
  const sign = text.charCodeAt(at)
  const start = sign === Unit.hyphen || sign === Unit.plus ? at + 1 : at
  let end = digitsEnd(text, start)
  for (;;) {
    if (!isSeparator(text.charCodeAt(end))) break
    const next = digitsEnd(text, end + 1)
    if (next === end + 1) break
    end = next
  }
  return end === start ? at : end
}

/** Digits up to `most`. */
const someDigits = (text: string, at: number, most: number): number => {
  let end = at
  while (end - at < most && isAsciiDigit(text.charCodeAt(end))) end++
  return end
}

/** - and the two spaces. */
const isGap = (unit: number): boolean => unit === Unit.hyphen || unit === 0x20 || unit === Unit.noBreakSpace

const quotientEnd = (text: string, at: number): number => {
  const over = someDigits(text, at, 4)
  if (over === at) return at
  const unit = text.charCodeAt(over)
  if (unit !== Unit.slash && unit !== 0x2044) return at
  const end = someDigits(text, over + 1, 4)
  return end === over + 1 ? at : end
}

/** `1/2`, `3 1/2`, `3-1/2`, of at most four digits each. */
export const fractionEnd = (text: string, at: number): number => {
  const whole = someDigits(text, at, 4)
  if (whole === at) return at
  if (isGap(text.charCodeAt(whole))) {
    const end = quotientEnd(text, whole + 1)
    if (end > whole + 1) return end
  }
  return quotientEnd(text, at)
}

/** Three or four digits, maybe a gap, three to five digits. */
const subscriberEnd = (text: string, at: number): number => {
  for (let first = someDigits(text, at, 4); first >= at + 3; first--) {
    const gap = isGap(text.charCodeAt(first)) ? 1 : 0
    const end = someDigits(text, first + gap, 5)
    if (end >= first + gap + 3) return end
  }
  return at
}

/** Two to four digits and a gap. */
const areaEnd = (text: string, at: number): number => {
  const end = someDigits(text, at, 4)
  return end >= at + 2 && isGap(text.charCodeAt(end)) ? end + 1 : at
}

/** Telephone numbers: `(555) 123-4567`, `555-123-4567`, `+44 20 7946 0958`. */
export const phoneEnd = (text: string, at: number): number => {
  if (text.charCodeAt(at) === 0x28) {
    const area = someDigits(text, at + 1, 3)
    if (area < at + 3 || text.charCodeAt(area) !== 0x29) return at
    const gap = text.charCodeAt(area + 1)
    const start = gap === 0x20 || gap === Unit.noBreakSpace ? area + 2 : area + 1
    const end = subscriberEnd(text, start)
    return end === start ? at : end
  }
  let start = at
  while (start < at + 2 && text.charCodeAt(start) === Unit.plus) start++
  const first = areaEnd(text, start)
  if (first === start) return at
  const second = areaEnd(text, first)
  const long = second === first ? second : subscriberEnd(text, second)
  if (long > second) return long
  const end = subscriberEnd(text, first)
  return end === first ? at : end
}
