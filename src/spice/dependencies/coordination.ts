import type { Constituent } from '../sentence.js'

/**
 * The children of a noun phrase, with words that a conjunction joins as phrases of their own: before the noun they modify
 * ("a [black and white] dog"), or, where several words follow the conjunction, after it ("a dog and [two cats]").
 */
export const grouped = (node: Constituent): ReadonlyArray<Constituent> => {
  const { children, label } = node
  if (!NOMINAL.has(label) || children.length < 4) return children
  const first = children.findIndex((child, index) => index > 0 && child.label === 'CC')
  if (first < 0) return children
  return joinsModifiers(children, first) ? withModifiers(children, first) : withLaterPhrases(children, first)
}

const NOMINAL: ReadonlySet<string> = new Set(['NP', 'NX', 'NAC', 'NP-TMP', 'WHNP'])
const PHRASES: ReadonlySet<string> = new Set(['NP', 'NX', 'NP-TMP', 'S', 'SBAR', 'VP', 'PP', 'PRN', 'QP'])
const NEVER_MODIFIERS: ReadonlySet<string> = new Set(['NNS', 'NNPS', 'PRP', 'PRP$', 'DT'])

/** Whether what stands around the first conjunction belongs to a later noun: one word before it, at least two after. */
const joinsModifiers = (children: ReadonlyArray<Constituent>, at: number): boolean => {
  const before = children[at - 1] as Constituent
  if (NEVER_MODIFIERS.has(before.label) || PHRASES.has(before.label)) return false
  const after = endOfPhrase(children, at + 1, true) - at - 1
  const start = children[at - 2]?.label
  if (start === undefined || start === ',') return after >= 2
  return at === 2 && start === 'DT' && after === 2
}

/** Where the next conjunction stands, or the next comma, if that matters; else the end. */
const endOfPhrase = (children: ReadonlyArray<Constituent>, from: number, atComma: boolean): number => {
  let end = from
  while (end < children.length) {
    const { label } = children[end] as Constituent
    if (label === 'CC' || (atComma && label === ',')) break
    end++
  }
  return end
}

/** A coordination before a noun as one child. */
const withModifiers = (children: ReadonlyArray<Constituent>, at: number): ReadonlyArray<Constituent> => {
  let from = at - 1
  while (from >= 2 && children[from - 1]?.label === ',') from -= 2
  const later = withLaterPhrases(children.slice(at + 2), -1)
  return [
    ...children.slice(0, from),
    phrase(children.slice(from, at + 2), children[at - 1]?.label.startsWith('JJ') === true ? 'ADJP' : 'NP'),
    ...later,
  ]
}

/** What follows each conjunction as one child, where it is more than a word; `first` is the place of the first conjunction, or -1. */
const withLaterPhrases = (children: ReadonlyArray<Constituent>, first: number): ReadonlyArray<Constituent> => {
  const found = first < 0 ? [] : beforeConjunction(children, first)
  let at = first + 1
  while (at < children.length) {
    const end = endOfPhrase(children, at, false)
    const isPhrase = end - at >= 2 && found.at(-1)?.label === 'CC' && !beginsWithPhrase(children, at)
    const between = children.slice(at, end)
    for (const child of isPhrase ? asPhrase(between) : between) found.push(child)
    if (end < children.length) found.push(children[end] as Constituent)
    at = end + 1
  }
  return found
}

/** "two black and [white signs]": what ends in an adjective before a noun phrase is one phrase. */
const beforeConjunction = (children: ReadonlyArray<Constituent>, at: number): Array<Constituent> => {
  const adjective =
    children[at - 1]?.label === 'JJ' &&
    at >= 2 &&
    children[at + 2] !== undefined &&
    endOfPhrase(children, at + 1, false) - at > 2
  return adjective ? [phrase(children.slice(0, at), 'ADJP'), children[at] as Constituent] : children.slice(0, at + 1)
}

/** A comma at the end belongs to the whole. */
const asPhrase = (children: ReadonlyArray<Constituent>): ReadonlyArray<Constituent> => {
  const last = children.at(-1)
  return last?.label === ',' ? [phrase(children.slice(0, -1)), last] : [phrase(children)]
}

/** A noun phrase that is a conjunct by itself: what follows it, such as a full stop, belongs to the whole. */
const beginsWithPhrase = (children: ReadonlyArray<Constituent>, at: number): boolean =>
  children[at]?.label === 'NP' && children[at].children.at(-1)?.label !== 'POS'

const phrase = (children: ReadonlyArray<Constituent>, label = 'NP'): Constituent => ({ label, token: 0, children })
