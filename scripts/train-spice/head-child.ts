/**
 * The head child of a constituent, for the markovisation of its rule: which child the others are generated around. After the
 * head rules of Magerman (1995) and Collins (1999), shortened. It need not be the original's choice: only how rules share statistics depends on it.
 */
const NOMINAL = new Set(['NN', 'NNP', 'NNPS', 'NNS', 'NX', 'POS', 'JJR'])
const PHRASAL_NOMINAL = new Set(['NP', 'WHNP', 'NP-TMP'])
const PREPOSITIONAL = new Set(['IN', 'TO', 'VBG', 'VBN', 'RP', 'FW'])

/** For each label, the children looked for in this order, from the left, or from the right where so marked. */
const PREFERENCES: ReadonlyMap<string, readonly [side: 'left' | 'right', labels: ReadonlyArray<string>]> = new Map([
  ['VP', ['left', 'TO VBD VBN MD VBZ VB VBG VBP VP ADJP NN NNS JJ NP'.split(' ')]],
  ['S', ['left', 'TO IN VP S SBAR ADJP UCP NP'.split(' ')]],
  ['SBAR', ['left', 'WHNP WHPP WHADVP WHADJP IN DT S SQ SINV SBAR FRAG'.split(' ')]],
  ['ADJP', ['left', 'NNS QP NN $ ADVP JJ VBN VBG ADJP JJR NP JJS DT FW RBR RBS SBAR RB'.split(' ')]],
  ['ADVP', ['right', 'RB RBR RBS FW ADVP TO CD JJR JJ IN NP JJS NN'.split(' ')]],
  ['QP', ['left', '$ IN NNS NN JJ RB DT CD QP JJR JJS'.split(' ')]],
  ['SINV', ['left', 'VBZ VBD VBP VB MD VP S SINV ADJP NP'.split(' ')]],
])

const lastIn = (labels: ReadonlyArray<string>, wanted: ReadonlySet<string>): number => {
  for (let i = labels.length - 1; i >= 0; i--) if (wanted.has(labels[i] ?? '')) return i
  return -1
}

const nounHead = (labels: ReadonlyArray<string>): number => {
  const noun = lastIn(labels, NOMINAL)
  if (noun >= 0) return noun
  const phrase = labels.findIndex((label) => PHRASAL_NOMINAL.has(label))
  return phrase >= 0 ? phrase : labels.length - 1
}

/** The position of the head among the children's labels. */
export const headChild = (label: string, children: ReadonlyArray<string>): number => {
  if (label.startsWith('NP') || label === 'NX' || label === 'WHNP') return nounHead(children)
  if (label === 'PP') return Math.max(0, lastIn(children, PREPOSITIONAL))
  const preference = PREFERENCES.get(label)
  if (preference === undefined) return 0
  const [side, wanted] = preference
  for (const name of wanted) {
    const at = side === 'left' ? children.indexOf(name) : children.lastIndexOf(name)
    if (at >= 0) return at
  }
  return 0
}
