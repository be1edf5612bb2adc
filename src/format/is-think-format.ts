import { THINK_CLOSE, THINK_OPEN } from '../text/tags.js'

/** What is wrong with a text that does not begin with one think block. */
export type ThinkFault = 'does not begin with <think>' | 'more than one <think>' | 'no closing </think>'

/**
 * Whether a text begins with `<think>`, at its very first character, holds no other `<think>`, and a `</think>` later on. What
 * follows is free.
 *
 * @param text - Any string, lone surrogates and NUL included.
 * @remarks Time is linear in the length. Source: TRL 1.16, `think_format_reward`. Differs from it: nothing.
 * @example
 * ```ts @import.meta.vitest
 * expect(isThinkFormat('<think>2 + 2</think> It is 4.')).toBe(true)
 * expect(isThinkFormat('\n<think>2 + 2</think> It is 4.')).toBe(false)
 * ```
 * @category pure
 * @since 0.1.0
 */
export const isThinkFormat = (text: string): boolean => thinkFault(text) === null

/** The first fault found, null where there is none. */
export const thinkFault = (text: string): ThinkFault | null => {
  if (!text.startsWith(THINK_OPEN)) return 'does not begin with <think>'
  if (text.includes(THINK_OPEN, THINK_OPEN.length)) return 'more than one <think>'
  return text.includes(THINK_CLOSE, THINK_OPEN.length) ? null : 'no closing </think>'
}
