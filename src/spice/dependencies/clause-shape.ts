import type { Node } from './node.js'

/** What a clause is built on: "to", a participle, another form of the verb, a coordination of verb phrases, or no verb. */
export type Shape = 'TO' | 'VBG' | 'VBN' | 'VB' | 'VP' | ''

export const ofClause = (clause: Node): Shape => {
  const phrase = clause.children[clause.headChild]
  if (phrase === undefined) return ''
  if (phrase.label === 'S') return ofClause(phrase)
  return phrase.label === 'VP' ? ofVerbPhrase(phrase) : ''
}

export const ofVerbPhrase = ({ children }: Node): Shape => {
  for (const { label } of children) {
    if (label === 'TO' || label === 'VBG' || label === 'VBN' || label === 'VP') return label
    if (label === 'VB' || label === 'VBP' || label === 'VBZ' || label === 'VBD' || label === 'MD') return 'VB'
  }
  return ''
}
