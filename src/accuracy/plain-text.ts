/** A LaTeX command with an argument: `\boxed{`, `\text{`, `\mathrm {`. */
const COMMAND = /\\[a-zA-Z]+\s{0,8}\{/g

/** A fraction of plain terms: its bar must not go with the braces. */
const FRACTION = /\\[dt]?frac\s{0,8}\{([^{}]{1,80})\}\s{0,8}\{([^{}]{1,80})\}/g

/** LaTeX's spaces. */
const SPACING = /~|\\[,;:! ]/g

/** HTML tags by name: a `<` between numbers or letters is no tag. */
const HTML_TAG = /<\/?(?:b|i|u|em|strong|p|br|span|div|code|li|ul|ol|sub|sup|mark|font|h[1-6])(?:\s[^<>]{0,200})?\/?>/gi

/** Markdown and LaTeX decoration, quotation marks, and zero-width characters. */
const DECORATION = /[*_`$"“”„«»‘’{}\u200b-\u200d\u2060\ufeff\\]/g

/** Full-width forms U+FF01..U+FF5E of ASCII. */
const FULL_WIDTH = /[\uff01-\uff5e]/g
const FULL_WIDTH_OFFSET = 0xfee0

/**
 * A text without markup: LaTeX commands opened, its fractions written with a slash, HTML tags, Markdown, quotation marks and zero-width characters gone, full-width
 * letters made ASCII. What is left is trimmed by the caller.
 */
export const plainText = (text: string): string => {
  if (!MARKUP.test(text)) return text
  const untagged = text.replace(HTML_TAG, ' ')
  // What is nothing but tags is none: `<B>` is a letter in brackets.
  return (untagged.trim() === '' ? text : untagged)
    .replace(FRACTION, '$1/$2')
    .replace(SPACING, ' ')
    .replace(COMMAND, '')
    .replace(DECORATION, '')
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET))
}

/** A text with none of this has no markup. */
const MARKUP = /[<\\~*_`$"“”„«»‘’{}\u200b-\u200d\u2060\ufeff\uff01-\uff5e]/

const BOXED = '\\boxed'

/** White space allowed between `\boxed` and its brace. */
const WIDEST_GAP = 8

/**
 * The arguments of the `\boxed{...}` in a text, in order; none where there is no closed one. Braces are counted, in one pass.
 */
export const boxedBodies = (text: string): ReadonlyArray<string> => {
  if (!text.includes(BOXED)) return []
  const bodies: Array<string> = []
  const open: Array<number> = []
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at)
    if (unit === '{') {
      const boxed = text
        .slice(Math.max(0, at - BOXED.length - WIDEST_GAP), at)
        .trimEnd()
        .endsWith(BOXED)
      open.push(boxed ? at + 1 : -1)
    } else if (unit === '}') {
      const start = open.pop() ?? -1
      if (start >= 0) bodies.push(text.slice(start, at))
    }
  }
  return bodies
}
