import type { Node } from './node.js'
import { BE, GET } from './verb-words.js'

/** The relation of a verb to the predicate it stands before: auxiliary, passive auxiliary or copula. */
export const auxiliaryRelation = (verb: Node, head: Node): string => {
  if (head.label === 'VP') {
    if (isPassive(verb, head)) return 'auxpass'
    return BE.has(verb.word) && head.parent?.children[verb.index + 1]?.label === 'ADJP' ? 'cop' : 'aux'
  }
  if (!BE.has(verb.word)) return 'dep'
  return hasParticiple(head) ? 'auxpass' : 'cop'
}

/** Whether an adjective phrase, or one joined with others, is or holds a past participle. */
const hasParticiple = (phrase: Node): boolean => {
  if (phrase.label !== 'ADJP' && (phrase.label !== 'UCP' || phrase.children[0]?.label !== 'ADJP')) return false
  return phrase.children.some(
    ({ label, children }) =>
      label === 'VBN' || ((label === 'ADJP' || label === 'VP') && children.some(({ label }) => label === 'VBN')),
  )
}

/** Whether a form of "to be" and the verb phrase after it make a passive. */
const isPassive = (verb: Node, phrase: Node): boolean => {
  if (!BE.has(verb.word) && !GET.has(verb.word)) return false
  const tokens = phrase.children.some(({ label }) => label.startsWith('VB'))
  return phrase.children.some(
    (child) => isPast(child) || (!tokens && child.label === 'VP' && child.children.some(isPast)),
  )
}

const isPast = ({ label }: Node): boolean => label === 'VBN' || label === 'VBD'

/** Whether one of the verbs before the predicate of a verb phrase is a passive auxiliary. */
export const hasPassive = (phrase: Node): boolean => {
  let at: Node | undefined = phrase
  while (at?.label === 'VP' || at?.label === 'SQ') {
    const head: Node | undefined = at.children[at.headChild]
    const verb: Node | undefined = at.children.find(({ label }) => label.startsWith('VB'))
    if (verb !== undefined && head !== undefined && head !== verb && auxiliaryRelation(verb, head) === 'auxpass')
      return true
    at = head
  }
  return false
}
