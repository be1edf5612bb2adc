import type { Node } from './node.js'

/**
 * What a clause is built on: "to", a form of the verb (`finite` a present or modal one), verb phrases joined (`VP`),
 * something else before the verb (`other`), or no verb phrase at all (`none`).
 */
export type Shape = 'TO' | 'VBG' | 'VBN' | 'VBD' | 'VB' | 'finite' | 'VP' | 'other' | 'none'

/** Of a clause, by the first word of its verb phrase. */
export const ofClause = (clause: Node): Shape => {
  const phrase = clause.children[clause.headChild]
  return phrase?.label === 'VP' ? ofLabel(phrase.children[0]?.label ?? '') : 'none'
}

/** Of a verb phrase, whatever stands before the verb. */
export const ofVerbPhrase = ({ children }: Node): Shape => {
  for (const { label } of children) {
    const shape = ofLabel(label)
    if (shape !== 'other') return shape
  }
  return 'other'
}

const ofLabel = (label: string): Shape => {
  switch (label) {
    case 'TO':
    case 'VBG':
    case 'VBN':
    case 'VBD':
    case 'VB':
    case 'VP':
      return label
    case 'VBP':
    case 'VBZ':
    case 'MD':
      return 'finite'
    default:
      return 'other'
  }
}
