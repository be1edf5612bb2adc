import { predicateOf } from './copula.js'
import { HEAD_RULES } from './head-rules.js'
import { isConjunction, type Node } from './node.js'

/** The place of the head among the children of a constituent whose children's own heads are known. */
export const headChild = (node: Node): number => {
  if (node.children.length === 1) return 0
  if (node.label === 'ADVP' && isAsWell(node)) return 0
  const predicate = predicateOf(node)
  if (predicate >= 0) return predicate
  for (const [from, labels] of HEAD_RULES.get(node.label) ?? []) {
    const found = from === 'left' ? firstAmong(node, labels) : lastAmong(node, labels)
    if (found >= 0) return firstConjunct(node, found)
  }
  return 0
}

const isAsWell = ({ children }: Node): boolean => children[0]?.word === 'as' && children[1]?.word === 'well'

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
