import type { Variant } from '../text/completion.js'
import { isSpace } from '../text/whitespace.js'
import { ANSWER_CLOSE, ANSWER_OPEN, THINK_CLOSE, THINK_OPEN } from '../text/tags.js'

/** What is wrong with a text that does not follow the layout: the first fault found. */
export type LayoutFault =
  | 'does not begin with <think>'
  | 'does not end with </answer>'
  | 'no closing </think>'
  | 'no <answer> right after </think>'
  | 'more than one <think>'
  | 'more than one </think>'
  | '<answer> inside the answer'
  | '</answer> inside the answer'

/**
 * Whether a text is a think block and then an answer block, and nothing else.
 *
 * The whole string is `<think>` t `</think>` s `<answer>` a `</answer>`, where s is dots and white space (Python's set: U+0085
 * and U+001C..U+001F are in, U+FEFF and U+200B are not), or nothing. Tags are literal and case-sensitive.
 *
 * @param text - Any string, lone surrogates and NUL included.
 * @param variant - `'paper'`: t and a hold no think tags, and a holds no answer tags. t may speak of `<answer>`: it is free text.
 *   `'released'`: t and a are anything, as in the published regular expression, whose dots run across tags; so a text with
 *   repeated or nested tags passes when one cut into the four pieces exists.
 * @remarks Time is linear in the length: no backtracking. Paper: CoRL (arXiv 2505.17534), format reward. Differs from it:
 *   nothing; it differs from the published code as said under `variant`.
 * @example
 * ```ts @import.meta.vitest
 * expect(isThinkAnswer('<think>2 + 2</think>\n<answer>4</answer>')).toBe(true)
 * expect(isThinkAnswer('<think>a</think><think>b</think><answer>4</answer>')).toBe(false)
 * expect(isThinkAnswer('<think>a</think><think>b</think><answer>4</answer>', 'released')).toBe(true)
 * ```
 * @category pure
 * @since 0.1.0
 */
export const isThinkAnswer = (text: string, variant: Variant = 'paper'): boolean => layoutFault(text, variant) === null

/** The first fault of a text's layout, null where there is none. */
export const layoutFault = (text: string, variant: Variant): LayoutFault | null => {
  if (!text.startsWith(THINK_OPEN)) return 'does not begin with <think>'
  if (!text.endsWith(ANSWER_CLOSE)) return 'does not end with </answer>'
  return variant === 'released' ? faultAnyCut(text) : faultOneCut(text)
}

const faultOneCut = (text: string): LayoutFault | null => {
  const close = text.indexOf(THINK_CLOSE, THINK_OPEN.length)
  if (close < 0) return 'no closing </think>'
  const open = skipSeparators(text, close + THINK_CLOSE.length)
  if (!text.startsWith(ANSWER_OPEN, open)) return 'no <answer> right after </think>'
  const body = open + ANSWER_OPEN.length
  if (text.includes(THINK_OPEN, THINK_OPEN.length)) return 'more than one <think>'
  if (text.includes(THINK_CLOSE, body)) return 'more than one </think>'
  if (text.includes(ANSWER_OPEN, body)) return '<answer> inside the answer'
  return text.indexOf(ANSWER_CLOSE, body) < text.length - ANSWER_CLOSE.length ? '</answer> inside the answer' : null
}

/** Separators hold no tag, so that no character is looked at twice however many `</think>` there are. */
const faultAnyCut = (text: string): LayoutFault | null => {
  let close = text.indexOf(THINK_CLOSE, THINK_OPEN.length)
  if (close < 0) return 'no closing </think>'
  while (close >= 0) {
    const open = skipSeparators(text, close + THINK_CLOSE.length)
    if (text.startsWith(ANSWER_OPEN, open)) return null
    close = text.indexOf(THINK_CLOSE, open)
  }
  return 'no <answer> right after </think>'
}

const DOT = 0x2e

const skipSeparators = (text: string, from: number): number => {
  let i = from
  while (i < text.length) {
    const unit = text.charCodeAt(i)
    if (unit !== DOT && !isSpace(unit)) break
    i++
  }
  return i
}
