import type { Constituent } from '../sentence.js'

/**
 * The tree of a bracketing without words, `(NP DT NN)`: a bare label is a pre-terminal, and words in order fill them.
 * Brackets that stay open are closed at the end, those too many are passed over.
 *
 * @returns The first constituent of the text; a leaf without label or token where there is none.
 */
export const readTree = (bracketed: string): Constituent => {
  const top: Open = { label: '', token: 0, children: [] }
  const stack: Array<Open> = [top]
  let tokens = 0
  let at = 0
  while (at < bracketed.length) {
    const unit = bracketed.charCodeAt(at)
    if (unit === SPACE) {
      at++
    } else if (unit === CLOSE) {
      if (stack.length > 1) stack.pop()
      at++
    } else {
      const opens = unit === OPEN
      const from = opens ? at + 1 : at
      at = endOfLabel(bracketed, from)
      const node: Open = { label: bracketed.slice(from, at), token: opens ? 0 : ++tokens, children: [] }
      stack.at(-1)?.children.push(node)
      if (opens) stack.push(node)
    }
  }
  return top.children[0] ?? top
}

interface Open extends Constituent {
  readonly children: Array<Constituent>
}

const OPEN = 40
const CLOSE = 41
const SPACE = 32

const endOfLabel = (text: string, from: number): number => {
  let at = from
  while (at < text.length && !isMark(text.charCodeAt(at))) at++
  return at
}

const isMark = (unit: number): boolean => unit === OPEN || unit === CLOSE || unit === SPACE
