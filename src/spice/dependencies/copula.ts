import type { Node } from './node.js'
import { AUXILIARY, BE } from './verb-words.js'

/**
 * The place of what an auxiliary or a form of "to be" introduces: the predicate is the head, not the verb.
 *
 * @returns -1 where the verb is the head itself, as after "there".
 */
export const predicateOf = (node: Node): number => {
  if (node.label !== 'VP' && node.label !== 'SQ' && node.label !== 'SINV') return -1
  const verb = node.children.findIndex((child) => VERBS.has(child.label))
  if (verb < 0) return -1
  const { word } = node.children[verb] as Node
  if (!AUXILIARY.has(word) && node.children[verb]?.label !== 'MD') return -1
  const clause = laterChild(node, verb, 'VP')
  if (clause >= 0 && !(node.children[clause]?.head.label === 'NN' && isExistential(node))) return clause
  if (!BE.has(word) || isExistential(node)) return -1
  // A question: what stands right after the verb is its subject.
  const from = node.label === 'SQ' ? verb + 1 : verb
  for (const label of COMPLEMENTS) {
    const found = laterChild(node, from, label)
    if (found >= 0) return label === 'UCP' && node.children[found]?.head.label === 'CC' ? -1 : found
  }
  return -1
}

const VERBS: ReadonlySet<string> = new Set(['VB', 'VBD', 'VBG', 'VBN', 'VBP', 'VBZ', 'MD', 'TO'])

const COMPLEMENTS: ReadonlyArray<string> = ['ADJP', 'NP', 'PP', 'UCP']

const laterChild = ({ children }: Node, after: number, label: string): number => {
  for (let i = after + 1; i < children.length; i++) if (children[i]?.label === label) return i
  return -1
}

/** Whether the subject of the clause is "there". */
export const isExistential = (node: Node): boolean => {
  let clause: Node | undefined = node.parent
  while (clause?.label === 'VP') clause = clause.parent
  const subject = clause?.children.find((child) => child.label === 'NP')
  return subject?.children.length === 1 && subject.children[0]?.label === 'EX'
}
