import type { Node } from './node.js'

/** What a clause is built on: "to", a participle, another form of the verb, a coordination of verb phrases, or no verb. */
export type Shape = 'TO' | 'VBG' | 'VBN' | 'VB' | 'finite' | 'VP' | 'other' | ''

export const ofClause = (clause: Node): Shape => {
  const phrase = clause.children[clause.headChild]
  if (phrase === undefined) return ''
  return phrase.label === 'VP' ? shapeOf(phrase.children[0]?.label) : ''
}

export const ofVerbPhrase = ({ children }: Node): Shape => {
  for (const { label } of children) {
    const shape = shapeOf(label)
    if (shape !== 'other') return shape
  }
  return ''
}

const shapeOf = (label: string | undefined): Shape => {
  if (label === 'TO' || label === 'VBG' || label === 'VBN' || label === 'VB' || label === 'VP') return label
  return label === 'VBP' || label === 'VBZ' || label === 'VBD' || label === 'MD' ? 'finite' : 'other'
}
