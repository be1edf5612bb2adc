import type { Node } from './node.js'
import { ofPreposition } from './preposition-relations.js'

/** The relation of a part of any other phrase: pieces of sentences, unlike phrases joined, fixed conjunctions. */
export const fragmentRelation = (child: Node, parent: Node, head: Node): string => {
  switch (child.label) {
    case 'ADVP':
      return parent.label === 'UCP' || parent.label === 'RRC' ? 'advmod' : 'dep'
    case 'ADJP':
      return head.label === 'NP' && parent.label === 'UCP' ? 'amod' : 'dep'
    case 'DT':
      return head.label === 'ADJP' && parent.label === 'X' ? 'det' : 'dep'
    case 'PP':
    case 'WHPP':
      if (child.children[0]?.label === 'VBG' && child.children[child.headChild]?.label === 'PP') return 'nmod'
      return ofPreposition(child, 'dep')
    case 'INTJ':
      return 'discourse'
    case 'RB':
    case 'IN':
      // "as well as"
      return parent.label === 'CONJP' && parent.children[1]?.word === 'well' ? 'mwe' : 'dep'
    default:
      return 'dep'
  }
}
