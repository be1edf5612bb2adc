import { predicateOf } from './copula.js'
import type { Node } from './node.js'

/** Looks for a child whose label is among some, from one end. */
type Search = readonly [from: 'left' | 'right', labels: ReadonlySet<string>]

const left = (labels: string): Search => ['left', new Set(labels.split(' '))]
const right = (labels: string): Search => ['right', new Set(labels.split(' '))]

/** One search for each label, in that order. */
const eachOf = (from: (labels: string) => Search, labels: string): ReadonlyArray<Search> => labels.split(' ').map(from)

const NOUN_PHRASE: ReadonlyArray<Search> = [
  right('NN NNP NNPS NNS NX NML JJR'),
  left('NP PRP WHNP'),
  right('ADJP JJ JJS FW CD QP'),
  right('DT WDT RB RBR ADVP'),
  left('S $'),
]

const RULES: ReadonlyMap<string, ReadonlyArray<Search>> = new Map([
  ['S', [...eachOf(left, 'VP S FRAG SBAR ADJP UCP TO'), right('NP')]],
  ['SINV', [...eachOf(left, 'VP VBZ VBD VBP VB MD VBN S SINV ADJP NP')]],
  ['SBAR', [...eachOf(left, 'S SQ SINV SBAR FRAG VP WHNP')]],
  ['SBARQ', [...eachOf(left, 'SQ S SINV SBARQ FRAG')]],
  ['SQ', [...eachOf(left, 'VP VBZ VBD VBP VB MD SQ NP')]],
  ['FRAG', [left('NP NP-TMP'), left('ADJP ADVP'), left('FRAG S VP SBAR'), left('PP X WHNP WHADVP')]],
  ['X', [right('S VP ADJP NP PP X'), right('SBAR')]],
  ['UCP', [left('NP ADJP NN NNS'), left('VP S PP SBAR JJ VBG X CC')]],
  ['ADJP', [left('$'), right('CD NN NNS NNP JJ JJS VBN VBG'), right('JJR'), ...eachOf(left, 'ADJP NP'), right('DT'), right('RB FW IN')]],
  ['ADVP', [right('RB RBR RBS FW JJ JJR JJS'), right('RP'), right('DT'), left('CC'), right('NN CD'), ...eachOf(left, 'ADVP NP')]],
  ['PP', [left('NP'), left('S ADVP UCP X NP-TMP SBAR PP VP FRAG WHNP'), left('ADJP'), right('RB NN'), right('IN TO VBG VBN RP FW')]],
  ['WHNP', [right('NN NNS NNP NNPS WDT WP WP$ CD WHNP JJS'), left('NP WHPP')]],
  ['WHADVP', [right('WRB WHADVP JJ RB NN')]],
  ['WHPP', [left('WHNP WHADVP')]],
  ['WHADJP', [right('JJ')]],
  ['QP', [...eachOf(right, '$ NNS NN CD JJ'), right('DT PDT RB')]],
  ['NP', NOUN_PHRASE],
  ['NP-TMP', NOUN_PHRASE],
  ['NX', NOUN_PHRASE],
  ['NAC', NOUN_PHRASE],
  ['RRC', [left('NP PP VP')]],
  ['PRN', [left('VP NP PP SQ S SINV SBAR'), left('ADJP'), left('ADVP')]],
  ['CONJP', [left('RB'), left('IN')]],
  ['VP', [...eachOf(left, 'VBD VBN MD VBZ VB VBG VBP TO VP JJ NN NNS ADJP NP')]],
])

/** The place of the head among the children of a constituent whose children's own heads are known. */
export const headChild = (node: Node): number => {
  if (node.children.length === 1) return 0
  if (node.label === 'ADVP' && isAsWell(node)) return 0
  const predicate = predicateOf(node)
  if (predicate >= 0) return predicate
  for (const [from, labels] of RULES.get(node.label) ?? []) {
    const found = from === 'left' ? firstAmong(node, labels) : lastAmong(node, labels)
    if (found >= 0) return firstConjunct(node, found)
  }
  return 0
}

const isAsWell = ({ children }: Node): boolean => children[0]?.word === 'as' && children[1]?.word === 'well'

/** Of what a conjunction joins, the first is the head. */
const firstConjunct = ({ children, label }: Node, found: number): number => {
  const joins = (at: number): boolean => children[at]?.label === 'CC' || children[at]?.label === 'CONJP'
  const isComma = (at: number): boolean => children[at]?.label === ','
  if (!joins(found - 1) || found < 2) return found
  let at = found - 2
  if (isComma(at)) at--
  while (at >= 2 && (isComma(at - 1) || (label !== 'ADJP' && joins(at - 1)))) {
    at -= 2
    if (at > 0 && isComma(at)) at--
  }
  return Math.max(at, 0)
}

const firstAmong = ({ children }: Node, labels: ReadonlySet<string>): number =>
  children.findIndex((child) => labels.has(child.label))

const lastAmong = ({ children }: Node, labels: ReadonlySet<string>): number =>
  children.findLastIndex((child) => labels.has(child.label))
