import { ofClause } from './clause-shape.js'
import { isNegation } from './negation.js'
import type { Node } from './node.js'

/**
 * The relation of a prepositional phrase: `nmod` where its object is a noun.
 *
 * @param asClause - The relation where the object is a clause or no noun.
 * @param alone - The relation of a preposition without an object; `within`, of one inside another phrase.
 */
export const ofPreposition = (phrase: Node, asClause: string, alone = asClause, within = alone): string => {
  const object = phrase.children[phrase.headChild] as Node
  switch (object.label) {
    case 'PP':
      if (CLAUSAL.has(phrase.children[0]?.label ?? '')) return asClause
      if (asClause === 'acl' && object.children[0]?.label === 'TO') return asClause
      return ofNested(object, asClause, within)
    case 'UCP':
      return object.children[object.headChild]?.label === 'NP' ? 'nmod' : asClause
    case 'NP':
    case 'NP-TMP':
    case 'WHNP':
      return 'nmod'
    case 'ADVP':
      return object.index === 0 ? 'nmod' : asClause
    default:
      return phrase.children.length === 1 && (object.label === 'IN' || object.label === 'TO') ? alone : asClause
  }
}

/** Of a phrase within a phrase: "from behind the tv". A third one inside has no object of its own. */
const ofNested = (phrase: Node, asClause: string, alone: string): string =>
  phrase.children[phrase.headChild]?.label === 'PP' ? alone : ofPreposition(phrase, asClause, alone)

/** What makes of a prepositional phrase around another one a clause: "staring at the camera". */
const CLAUSAL: ReadonlySet<string> = new Set(['VBG', 'VBN', 'NN', 'RP', 'RB'])

/** The relation of a part of a prepositional phrase: its preposition is `case` or, before a clause, `mark`. */
export const prepositionRelation = (child: Node, parent: Node, object: Node): string => {
  switch (child.label) {
    case 'IN':
    case 'TO':
      if (object.label === 'S') return ofClause(object) === 'other' && object.head.label === 'NN' ? 'case' : 'mark'
      return object.label === 'SBAR' ? 'mark' : 'case'
    case 'VBG':
    case 'VBN':
    case 'JJ':
      return 'case'
    case 'RB':
      if (isNegation(child)) return 'neg'
      return child.word === 'instead' && parent.children[child.index + 1]?.word === 'of' ? 'case' : 'advmod'
    case 'ADVP':
      return 'advmod'
    case 'PP':
      return 'nmod'
    case 'DT':
      return parent.conjunction >= 0 ? 'cc:preconj' : 'dep'
    default:
      return 'dep'
  }
}
