import { ANSWER_CLOSE, ANSWER_OPEN, firstInlineAnswer, THINK_CLOSE, withoutMarkup } from '../text/tags.js'
import { strip } from '../text/whitespace.js'
import type { Variant } from '../text/completion.js'

/**
 * The answer a completion commits itself to.
 *
 * `Tagged`: the body of its answer tags; `Untagged`: it has none, and the text itself is the answer; `Several`: answer tags with
 * different bodies.
 *
 * @category model
 * @since 0.1.0
 */
export type FinalAnswer =
  | { readonly _tag: 'Tagged'; readonly text: string }
  | { readonly _tag: 'Untagged'; readonly text: string }
  | { readonly _tag: 'Several' }

/**
 * Reads the final answer of a completion.
 *
 * `'paper'`: only what follows the last `</think>` counts (everything, where no think block is closed). There, the body of the
 * answer tags, over several lines too, innermost where they are nested; equal bodies count as one. Without a closed answer tag,
 * the text itself.
 * `'released'`: the first body on one line, wherever it stands, in the think block too; else the whole text.
 * Text that stands for an answer without tags loses closed think blocks, the four tags, `Answer:` and `Answer`.
 *
 * @param completion - Any text. Time is linear in it.
 * @returns The answer, trimmed of Python's white space; `''` where there is none.
 * @example
 * ```ts @import.meta.vitest
 * const text = '<think>or <answer>C</answer></think><answer>\nB\n</answer>'
 * expect(finalAnswer(text)).toEqual({ _tag: 'Tagged', text: 'B' })
 * expect(finalAnswer(text, 'released')).toEqual({ _tag: 'Tagged', text: 'C' })
 * ```
 * @category pure
 * @since 0.1.0
 */
export const finalAnswer = (completion: string, variant: Variant = 'paper'): FinalAnswer => {
  if (variant === 'released') {
    const body = firstInlineAnswer(completion)
    return body === undefined ? untagged(completion) : { _tag: 'Tagged', text: body }
  }
  const thought = completion.lastIndexOf(THINK_CLOSE)
  const rest = thought < 0 ? completion : completion.slice(thought + THINK_CLOSE.length)
  let answer: string | undefined
  let open = -1
  // Both marks are looked for from left to right once: time stays linear however many of either there are.
  let nextOpen = rest.indexOf(ANSWER_OPEN)
  for (
    let close = rest.indexOf(ANSWER_CLOSE);
    close >= 0;
    close = rest.indexOf(ANSWER_CLOSE, close + ANSWER_CLOSE.length)
  ) {
    for (; nextOpen >= 0 && nextOpen < close; nextOpen = rest.indexOf(ANSWER_OPEN, nextOpen + ANSWER_OPEN.length))
      open = nextOpen
    if (open < 0) {
      if (nextOpen < 0) break
      continue
    }
    const body = strip(rest.slice(open + ANSWER_OPEN.length, close))
    if (answer !== undefined && answer !== body) return { _tag: 'Several' }
    answer = body
    open = -1
  }
  return answer === undefined ? untagged(rest) : { _tag: 'Tagged', text: answer }
}

const untagged = (text: string): FinalAnswer => ({ _tag: 'Untagged', text: withoutMarkup(text) })

/**
 * Reads a gold answer: the first answer body, or the text itself, trimmed.
 *
 * @param answer - As the dataset holds it, in answer tags or bare.
 * @param variant - `'released'` sees only bodies on one line.
 * @category pure
 * @since 0.1.0
 */
export const goldAnswer = (answer: string, variant: Variant = 'paper'): string => {
  if (!answer.includes(ANSWER_OPEN)) return strip(answer)
  if (variant === 'released') return firstInlineAnswer(answer) ?? strip(answer)
  const read = finalAnswer(answer)
  return read._tag === 'Tagged' ? read.text : (firstInlineAnswer(answer) ?? strip(answer))
}
