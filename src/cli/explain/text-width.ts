import { visible } from './markup.js'

/** Widths of letters in a common sans-serif, in em, on the wide side. */
const NARROW = 0.41
const COMMON = 0.64
const BROAD = 0.77
const BROADEST = 1
/** Ideographs, emoji. */
const FULL = 1.15

/** More is not looked at: no box is that wide. In UTF-16 units. */
const MOST_UNITS = 400

const ELLIPSIS = '…'

/** A text that fits, and how wide it is at most, in the unit of the font's size. */
export interface FittedText {
  readonly text: string
  readonly width: number
}

/**
 * Cuts a text to a width between two characters as readers see them: an emoji of several code points stays whole. Widths are estimates on
 * the safe side.
 */
export const fitted = (whole: string, mostWide: number, fontSize: number): FittedText => {
  const head = visible(whole.slice(0, MOST_UNITS))
  const most = mostWide / fontSize
  let [kept, keptWidth, width] = ['', 0, 0]
  let isCut = whole.length > MOST_UNITS
  for (const { segment } of segmenter().segment(head)) {
    width += widthOf(segment)
    if (width > most) {
      isCut = true
      break
    }
    if (width + BROAD <= most) [kept, keptWidth] = [kept + segment, width]
  }
  return isCut
    ? { text: `${kept}${ELLIPSIS}`, width: (keptWidth + BROAD) * fontSize }
    : { text: head, width: width * fontSize }
}

let known: Intl.Segmenter | undefined

/** Made when it is first needed: that takes a while. */
const segmenter = (): Intl.Segmenter => (known ??= new Intl.Segmenter('en', { granularity: 'grapheme' }))

const widthOf = (character: string): number => {
  const code = character.codePointAt(0) as number
  if (code >= 0x1100) return FULL
  if (code > 0x7f) return BROAD
  if ("iljtfI.,:;'!|()[] `-/\\".includes(character)) return NARROW
  if ('mwMW@%'.includes(character)) return BROADEST
  return code >= 0x41 && code <= 0x5a ? BROAD : COMMON
}
