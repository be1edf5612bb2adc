import { strip } from './whitespace.js'

/** The four tags of the think/answer layout, as they are written. */
export const THINK_OPEN = '<think>'
export const THINK_CLOSE = '</think>'
export const ANSWER_OPEN = '<answer>'
export const ANSWER_CLOSE = '</answer>'

/**
 * The first `<answer>` body that lies on one line, trimmed: what the published code finds, wherever the tag stands.
 * Time is linear: each of the three marks is looked for from left to right once.
 */
export const firstInlineAnswer = (text: string): string | undefined => {
  let open = text.indexOf(ANSWER_OPEN)
  let close = -1
  let newline = -1
  while (open >= 0) {
    const start = open + ANSWER_OPEN.length
    if (close < start) close = text.indexOf(ANSWER_CLOSE, start)
    if (close < 0) return undefined
    if (newline < start) {
      newline = text.indexOf('\n', start)
      if (newline < 0) newline = text.length
    }
    if (close < newline) return strip(text.slice(start, close))
    // No body that begins before this newline ends before it.
    open = text.indexOf(ANSWER_OPEN, newline)
  }
  return undefined
}

/** The text without its closed think blocks: from each `<think>` to the next `</think>`. */
export const withoutThinkBlocks = (text: string): string => {
  let open = text.indexOf(THINK_OPEN)
  if (open < 0) return text
  let kept = ''
  let from = 0
  while (open >= 0) {
    const close = text.indexOf(THINK_CLOSE, open + THINK_OPEN.length)
    if (close < 0) break
    kept += text.slice(from, open)
    from = close + THINK_CLOSE.length
    open = text.indexOf(THINK_OPEN, from)
  }
  return kept + text.slice(from)
}

/** What an answer without tags is freed of; a colon after `Answer` goes with it. */
const MARKUP = /<\/?(?:think|answer)>|Answer:?/g

/**
 * The text without closed think blocks, the four tags, `Answer:` and `Answer`, trimmed: what an answer without tags is read from.
 * What comes together where a mark is taken out is no mark.
 */
export const withoutMarkup = (text: string): string => strip(withoutThinkBlocks(text).replace(MARKUP, ''))
