import { ANSWER_CLOSE, ANSWER_OPEN, THINK_CLOSE, THINK_OPEN } from '../text/tags.js'

/** 0, 1, or 2 for twice and more: nothing asks for a larger count, and a text of tags alone would be slow to count. */
export type TagCount = 0 | 1 | 2

/**
 * How often each of the four layout tags stands in a text, literally and case-sensitively; 2 means twice or more.
 *
 * @param text - Any text. Time is linear in it.
 * @returns A count in {0, 1, 2} for each tag.
 * @example
 * ```ts @import.meta.vitest
 * expect(countTags('<think>a</think></think>')).toEqual({ '<think>': 1, '</think>': 2, '<answer>': 0, '</answer>': 0 })
 * ```
 * @category pure
 * @since 0.1.0
 */
export const countTags = (text: string): Readonly<Record<Tag, TagCount>> => ({
  [THINK_OPEN]: countUpToTwo(text, THINK_OPEN),
  [THINK_CLOSE]: countUpToTwo(text, THINK_CLOSE),
  [ANSWER_OPEN]: countUpToTwo(text, ANSWER_OPEN),
  [ANSWER_CLOSE]: countUpToTwo(text, ANSWER_CLOSE),
})

/** A layout tag as it stands in a text. */
export type Tag = typeof THINK_OPEN | typeof THINK_CLOSE | typeof ANSWER_OPEN | typeof ANSWER_CLOSE

const countUpToTwo = (text: string, tag: Tag): TagCount => {
  const first = text.indexOf(tag)
  if (first < 0) return 0
  return text.includes(tag, first + tag.length) ? 2 : 1
}
