import { asksWhat } from './head-child.js'
import type { Node } from './node.js'
import { PAIRS } from './pairs.js'

/** What a child that is not the head depends on, and how, where that is not the head of its parent. */
interface Attachment {
  readonly governor: Node
  readonly relation: string
}

/** Where a child that is not the head hangs, if not below the head of its parent. */
export const attachmentOf = (child: Node, parent: Node): Attachment | undefined => {
  switch (parent.label) {
    case 'PP':
      return beforePhrase(child, parent) ?? ofPrepositions(child, parent)
    case 'QP':
      return beforeSuperlative(child, parent) ?? ofPair(child, parent)
    case 'SBAR':
    case 'ADVP':
      return ofPair(child, parent)
    case 'VP':
      return beforePhrase(child, parent) ?? stranded(child, parent)
    case 'SQ':
      return parent.parent !== undefined && asksWhat(parent.parent)
        ? { governor: parent.parent.head, relation: 'nsubj' }
        : undefined
    case 'S':
      return beforePhrase(child, parent) ?? raised(child, parent)
    default:
      return undefined
  }
}

/** The second word of a fixed pair depends on the first. */
const ofPair = (child: Node, parent: Node): Attachment | undefined => {
  const before = parent.children[child.index - 1]
  if (before === undefined || before.token === 0 || child.head.token !== before.token + 1) return undefined
  return PAIRS.has(`${before.word} ${child.head.word}`) ? { governor: before, relation: 'mwe' } : undefined
}

/** "at least two": the preposition belongs to the superlative, unless that belongs to it as the second word of a pair. */
const beforeSuperlative = (child: Node, parent: Node): Attachment | undefined => {
  const next = parent.children[child.index + 1]
  if (child.label !== 'IN' || next?.label !== 'JJS' || ofPair(next, parent) !== undefined) return undefined
  return { governor: next, relation: 'case' }
}

/** "on and around it": prepositions joined before their object. */
const ofPrepositions = (child: Node, parent: Node): Attachment | undefined => {
  const [first] = parent.children
  const joins = parent.children[1]?.label === 'CC'
  if (!joins || first === undefined || first.token === 0 || parent.headChild < 2) return ofPair(child, parent)
  if (child.index === 1) return { governor: first, relation: 'cc' }
  return child.index === 2 && child.token > 0 ? { governor: first, relation: 'conj' } : undefined
}

/** An adverb after a conjunction belongs to the phrase that follows. */
const beforePhrase = (child: Node, parent: Node): Attachment | undefined => {
  if (child.label !== 'ADVP' && (child.label !== 'RB' || parent.label === 'PP')) return undefined
  const mark = parent.children[child.index - 1]?.label
  const next = parent.children[child.index + 1]
  if ((mark !== 'CC' && mark !== ',') || child.index < 2 || next?.label !== parent.label) return undefined
  return { governor: next.head, relation: child.head.word === 'not' ? 'neg' : 'advmod' }
}

/** A preposition without an object depends on the noun of the prepositional phrase before it: "with a hat on". */
const stranded = (child: Node, parent: Node): Attachment | undefined => {
  const before = parent.children[child.index - 1]
  if (child.label !== 'PP' || child.children.length !== 1 || child.head.parent !== child) return undefined
  const question = questionOf(parent)
  if (question !== undefined) return { governor: question.head, relation: 'case' }
  if (before?.label === 'PP' && before.index !== parent.headChild) return { governor: before.head, relation: 'case' }
  const within = before?.label === 'PP' || before?.label === 'ADJP' ? lastPhrase(before) : undefined
  return within === undefined ? undefined : { governor: within.head, relation: 'case' }
}

/** The innermost prepositional phrase at the end of a phrase, itself included. */
const lastPhrase = (phrase: Node): Node | undefined => {
  let found = phrase.label === 'PP' ? phrase : undefined
  let at = phrase.children.at(-1)
  while (at !== undefined && at.token === 0) {
    if (at.label === 'PP') found = at
    at = at.children.at(-1)
  }
  return found
}

/** "what it looks like": the question word of the clause around a verb phrase, where the clause has a subject besides. */
const questionOf = (phrase: Node): Node | undefined => {
  let clause: Node | undefined = phrase.parent
  while (clause?.label === 'VP') clause = clause.parent
  const subject = clause?.children[0]
  const question = clause?.parent?.label === 'SBAR' ? clause.parent.children[0] : undefined
  return subject?.label === 'NP' && question?.label === 'WHNP' ? question : undefined
}

/** The subject of an infinitive below a verb is that verb's object: "reminds people to live". */
const raised = (child: Node, parent: Node): Attachment | undefined => {
  const phrase = parent.children[parent.headChild]
  if (child.label !== 'NP' || child.index > parent.headChild || parent.parent?.label !== 'VP') return undefined
  if (phrase?.label !== 'VP' || phrase.children[0]?.label !== 'TO') return undefined
  return { governor: parent.parent.head, relation: 'dobj' }
}
