/**
 * From a tree to its derivation by a binary grammar whose symbols carry the state splits of Klein and Manning (2003): parent annotation of
 * every node and tag (of a node also whether its parent is unary or a right-recursive noun phrase), unary-internal, base-NP, right-recursive NP, dominates-V, split-VP by the head verb's form, split-AUX, split-IN by the
 * grandparent, unary-DT and unary-RB; rules of three children or more are markovised around the head (order 2). Which of the paper's splits the
 * original has was found by regression: with these, the score that it prints for a tree is a sum over the tree's rules and words (docs/spice.md).
 */
import type { FlatTree } from './bracketed.js'
import { headChild } from './head-child.js'

export interface Derivation {
  /** Symbols: left-hand side, first child, second child, three numbers a rule; the second child of a unary rule is -1. */
  readonly rules: Array<number>
  /** Where the left-hand side of each rule begins and ends, two numbers a rule. */
  readonly spans: Array<number>
  /** The symbol of each token's pre-terminal. */
  readonly tags: Array<number>
}

/** Names of symbols, numbered as they come. */
export interface Symbols {
  readonly names: ReadonlyArray<string>
  readonly number: (name: string) => number
}

export const symbolTable = (): Symbols => {
  const names: string[] = []
  const numbers = new Map<string, number>()
  return {
    names,
    number: (name) => {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, names.length)
      return names.push(name) - 1
    },
  }
}

const VERBAL = new Set(['VB', 'VBD', 'VBG', 'VBN', 'VBP', 'VBZ', 'MD'])
const FINITE = new Set(['VBD', 'VBP', 'VBZ', 'MD'])
const BE = new Set("is are was were be been being 's 're 'm am".split(' '))
const HAVE = new Set("has have had having 've".split(' '))

const auxiliary = (word: string): string => {
  const lower = word.toLowerCase()
  return BE.has(lower) ? '-BE' : HAVE.has(lower) ? '-HAVE' : ''
}

/** Of every node, its label with what it says about its own descendants. Children come after their parents, so that one pass from the end does. */
const ownLabels = (tree: FlatTree, words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { size, label, first, next, token } = tree
  const own = new Array<string>(size)
  const verbal = new Uint8Array(size)
  const rightRecursive = new Uint8Array(size)
  const verb = new Array<string>(size).fill('')
  for (let node = size - 1; node >= 0; node--) {
    const name = label[node] ?? ''
    const leaf = token[node] ?? -1
    if (leaf >= 0) {
      verbal[node] = VERBAL.has(name) ? 1 : 0
      own[node] = VERBAL.has(name) ? name + auxiliary(words[leaf] ?? '') : name
      continue
    }
    let children = 0
    let base = true
    let lastChild = -1
    let ownVerb = ''
    let below = ''
    for (let child = first[node] ?? -1; child >= 0; child = next[child] ?? -1) {
      const childName = label[child] ?? ''
      const isTag = (token[child] ?? -1) >= 0
      children++
      lastChild = child
      if (verbal[child] === 1) verbal[node] = 1
      if (!isTag) base = false
      if (ownVerb === '' && isTag && (VERBAL.has(childName) || childName === 'TO')) ownVerb = childName
      if (below === '' && childName === 'VP') below = verb[child] ?? ''
    }
    const noun = name.startsWith('NP')
    const lastIsNode = (token[lastChild] ?? -1) < 0
    if (lastIsNode && ((label[lastChild] ?? '').startsWith('NP') || rightRecursive[lastChild] === 1))
      rightRecursive[node] = 1
    let text = name
    if (noun && base) text += '-b'
    // Marked on every label: a parent reads it off its last child.
    if (rightRecursive[node] === 1) text += '-r'
    if (children === 1) text += '-u'
    if (name === 'VP') {
      verb[node] = ownVerb !== '' ? ownVerb : below
      text += `-${FINITE.has(verb[node] ?? '') ? 'F' : (verb[node] ?? '')}`
    } else if (verbal[node] === 1) text += '-v'
    own[node] = text
  }
  return own
}

/** What a phrase says of itself to the phrases below it: its label, and for a noun phrase whether it is right-recursive, for any whether it has one child. */
const asParent = (own: string): string => {
  const [label = '', ...marks] = own.startsWith('NP-TMP') ? ['NP-TMP', ...own.slice(7).split('-')] : own.split('-')
  const recursive = label === 'NP' && marks.includes('r') ? '-r' : ''
  return label + recursive + (marks.includes('u') ? '-u' : '')
}

/** The derivation of a tree; `words` tell auxiliaries from other verbs. */
export const derive = (tree: FlatTree, words: ReadonlyArray<string>, symbols: Symbols): Derivation => {
  const { size, label, parent, first, next, token } = tree
  const own = ownLabels(tree, words)
  const rules: number[] = []
  const spans: number[] = []
  const [begin, end] = [new Int32Array(size), new Int32Array(size)]
  for (let node = size - 1; node >= 0; node--) {
    const leaf = token[node] ?? -1
    if (leaf >= 0) [begin[node], end[node]] = [leaf, leaf + 1]
    else begin[node] = begin[first[node] ?? 0] as number
    for (let child = first[node] ?? -1; child >= 0; child = next[child] ?? -1) end[node] = end[child] as number
  }
  const tags = new Array<number>(words.length).fill(-1)
  const full = new Array<string>(size)
  for (let node = 0; node < size; node++) {
    const above = parent[node] ?? -1
    const leaf = token[node] ?? -1
    const aboveLabel = above < 0 ? 'ROOT' : leaf >= 0 ? (label[above] ?? '') : asParent(own[above] ?? '')
    let text = `${own[node]}^${aboveLabel}`
    if (leaf >= 0) {
      const name = label[node]
      if (name === 'IN') {
        const grand = above < 0 ? -1 : (parent[above] ?? -1)
        text += '^' + (grand < 0 ? 'ROOT' : (label[grand] ?? ''))
      } else if ((name === 'DT' || name === 'RB') && above >= 0 && first[above] === node && (next[node] ?? -1) < 0)
        text += '-u'
      tags[leaf] = symbols.number(text)
    }
    full[node] = text
  }
  rules.push(symbols.number('ROOT'), symbols.number(full[0] ?? ''), -1)
  spans.push(0, words.length)
  for (let node = 0; node < size; node++) {
    if ((token[node] ?? -1) >= 0) continue
    const children: number[] = []
    for (let child = first[node] ?? -1; child >= 0; child = next[child] ?? -1) children.push(child)
    const at = (i: number): string => full[children[i] ?? -1] ?? ''
    const me = full[node] ?? ''
    const mine = symbols.number(me)
    const n = children.length
    if (n <= 2) {
      rules.push(mine, symbols.number(at(0)), n === 2 ? symbols.number(at(1)) : -1)
      spans.push(begin[node] as number, end[node] as number)
      continue
    }
    const head = headChild(
      label[node] ?? '',
      children.map((child) => label[child] ?? ''),
    )
    // Right siblings are attached to the head first, then the left ones; a state remembers the head and the last two attached.
    let low = head
    let high = head
    let last = ''
    let state = symbols.number(at(head))
    for (let step = 1; step < n; step++) {
      const right = high + 1 < n
      const child = right ? ++high : --low
      const before = last
      last = (right ? 'R' : 'L') + at(child)
      const result = step === n - 1 ? mine : symbols.number(`@${me}|${at(head)}|${before} ${last}`)
      if (right) rules.push(result, state, symbols.number(at(child)))
      else rules.push(result, symbols.number(at(child)), state)
      spans.push(begin[children[low] as number] as number, end[children[high] as number] as number)
      state = result
    }
  }
  return { rules, spans, tags }
}
