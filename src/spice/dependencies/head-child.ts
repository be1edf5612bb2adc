import { predicateOf } from './copula.js'
import { HEAD_RULES } from './head-rules.js'
import { isConjunction, type Node } from './node.js'
import { BE } from './verb-words.js'

/** The place of the head among the children of a constituent whose children's own heads are known. */
export const headChild = (node: Node): number => {
  if (node.children.length === 1) return 0
  if (isPair(node) || asksWhat(node)) return 0
  const predicate = predicateOf(node)
  if (predicate >= 0) return predicate
  for (const [from, labels] of HEAD_RULES.get(node.label) ?? []) {
    const found = from === 'left' ? firstAmong(node, labels) : lastAmong(node, labels)
    if (found >= 0) return firstConjunct(node, found)
  }
  return 0
}

/** "as well", "in between" without an object. */
const isPair = ({ label, children }: Node): boolean => {
  const [first, second] = children as readonly [Node, Node]
  if (label === 'ADVP') return first.word === 'as' && second.word === 'well'
  return (
    label === 'PP' &&
    children.length === 2 &&
    first.word === 'in' &&
    second.head.label === 'IN' &&
    second.head.word === 'between'
  )
}

/** "what is this": the question word is the predicate. */
export const asksWhat = ({ label, children }: Node): boolean => {
  const [question, clause] = children
  if (label !== 'SBARQ' || question?.head.label !== 'WP' || clause?.label !== 'SQ') return false
  return clause.children.length === 2 && BE.has(clause.head.word) && clause.children[1]?.label === 'NP'
}

/** Of what a conjunction joins, the first is the head. */
const firstConjunct = ({ children, label, conjunction }: Node, found: number): number => {
  if (conjunction < 0) return found
  const joins = (at: number): boolean => isConjunction(children[at] as Node)
  const isComma = (at: number): boolean => children[at]?.label === ','
  if (found < 2 || !joins(found - 1)) return found
  let at = found
  do {
    at -= 2
    // "a dog, and a cat"
    if (at > 0 && isComma(at)) at--
  } while (at >= 2 && (isComma(at - 1) || (label !== 'ADJP' && joins(at - 1))))
  return at
}

const firstAmong = ({ children }: Node, labels: ReadonlySet<string>): number =>
  children.findIndex((child) => labels.has(child.label))

const lastAmong = ({ children }: Node, labels: ReadonlySet<string>): number =>
  children.findLastIndex((child) => labels.has(child.label))
