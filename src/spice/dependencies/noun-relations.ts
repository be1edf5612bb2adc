import { ofClause } from './clause-shape.js'
import type { Node } from './node.js'
import { ofPreposition } from './preposition-relations.js'

/** Relations that the label alone tells. */
const BY_LABEL: ReadonlyMap<string, string> = new Map([
  ['PDT', 'det:predet'],
  ['WDT', 'det'],
  ['JJ', 'amod'],
  ['JJR', 'amod'],
  ['JJS', 'amod'],
  ['VBG', 'amod'],
  ['VBN', 'amod'],
  ['ADJP', 'amod'],
  ['WHADJP', 'amod'],
  ['NN', 'compound'],
  ['NNS', 'compound'],
  ['NNP', 'compound'],
  ['NNPS', 'compound'],
  ['CD', 'nummod'],
  ['QP', 'nummod'],
  ['PRP$', 'nmod:poss'],
  ['WP$', 'nmod:poss'],
  ['WP', 'det'],
  ['RRC', 'acl:relcl'],
  ['NP-TMP', 'nmod:tmod'],
  ['POS', 'case'],
  ['RB', 'advmod'],
  ['ADVP', 'advmod'],
  ['IN', 'amod'],
  ['VBD', 'amod'],
  ['FW', 'compound'],
])

/** The relation of a part of a noun phrase. */
export const nounRelation = (child: Node, parent: Node, head: Node): string => {
  switch (child.label) {
    case 'DT':
      return determiner(child, parent, head)
    case 'RB':
      return child.word === 'not' || child.word === 'no' ? 'neg' : 'advmod'
    case 'NP':
      return nounInNoun(child, parent)
    case 'PP':
    case 'WHPP':
      return ofPreposition(child, 'acl')
    case 'VP':
      return child.children.some(({ label }) => label === 'VBG' || label === 'VBN' || label === 'VBD') ? 'acl' : 'dep'
    case 'S':
      return ofClause(child) === 'TO' ? 'acl' : 'dep'
    case 'SBAR':
      return relative(child, head)
    case 'CD':
      if (parent.label === 'NAC') return 'dep'
      return head.label === 'JJ' ? 'compound' : 'nummod'
    case 'NN':
    case 'NNS':
      return parent.children[child.index - 1]?.label === ',' ? 'dep' : 'compound'
    case 'PDT':
      return head.label === 'NP' ? 'dep' : 'det:predet'
    case 'UCP':
      return ofUnlike(child, parent)
    default:
      return BY_LABEL.get(child.label) ?? 'dep'
  }
}

const determiner = (child: Node, parent: Node, head: Node): string => {
  if (child.word === 'no') return 'neg'
  if (child.index > parent.headChild) return 'dep'
  const next = parent.children[child.index + 1] as Node
  const joins = parent.conjunction >= 0
  if (child.word === 'both' && joins) return 'cc:preconj'
  if (next.label === 'DT' || next.label === 'PRP$') return next === head ? 'dep' : 'det:predet'
  if (joins && head.label === 'NP') return 'dep'
  if (head.label === 'WDT' || head.label === 'WHPP') return 'dep'
  if (head.label === 'JJ' && parent.children.at(-1)?.label === 'JJ' && joins) return 'dep'
  return 'det'
}

/** Unlike phrases or words that a conjunction joins are what the first of them is. */
const ofUnlike = (child: Node, parent: Node): string => {
  const first = child.children[child.headChild] as Node
  if (first.label === 'CC') return 'advmod'
  if (first.label === 'ADJP' || first.label === 'JJ') return 'amod'
  return child.index < parent.headChild ? 'compound' : 'dep'
}

const nounInNoun = (child: Node, parent: Node): string => {
  if (child.children.at(-1)?.label === 'POS') return 'nmod:poss'
  if (child.index < parent.headChild) return child.head.label === 'JJ' ? 'amod' : 'compound'
  if (parent.children[child.index - 1]?.label === ',')
    return child.head.label === 'CD' && child.children.length === 1 ? 'amod' : 'appos'
  return child.children.length === 1 && child.head.label === 'NNP' ? 'appos' : 'dep'
}

/** Whether a clause has a subject and a verb without object or passive. */
const isActive = (clause: Node): boolean => {
  const sentence = clause.children[clause.headChild]
  const verbs = clause.head.parent
  if (sentence?.children[0]?.label !== 'NP' || verbs?.label !== 'VP' || clause.head.label === 'VBN') return false
  return !verbs.children.some(({ label }) => label === 'NP')
}

const relative = (child: Node, head: Node): string => {
  const [first] = child.children
  if (head.children.length === 0) return 'ccomp'
  if (first?.label === 'IN') return first.word !== 'that' && isActive(child) ? 'acl:relcl' : 'dep'
  return first?.label === 'S' && ofClause(first) === 'TO' ? 'acl' : 'acl:relcl'
}
