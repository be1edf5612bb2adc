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

/**
 * Where the head of a phrase is looked for, by its label: what the searches of a list find first. After the head rules of Collins (1999),
 * turned towards words of meaning (de Marneffe et al. 2006): nouns rather than prepositions, predicates rather than auxiliaries.
 */
export const HEAD_RULES: ReadonlyMap<string, ReadonlyArray<Search>> = new Map([
  ['S', [...eachOf(left, 'VP S FRAG SBAR ADJP UCP TO'), right('NP')]],
  ['SINV', [...eachOf(left, 'VBZ VBD VBP VB MD VP VBN S SINV ADJP NP')]],
  ['SBAR', [...eachOf(left, 'S SQ SINV SBAR FRAG VP WHNP')]],
  ['SBARQ', [...eachOf(left, 'SQ S SINV SBARQ FRAG')]],
  ['SQ', [...eachOf(left, 'VP VBZ VBD VBP VB MD SQ NP')]],
  ['FRAG', [left('NP NP-TMP'), left('ADJP ADVP'), left('FRAG S VP SBAR'), left('PP X WHNP WHADVP')]],
  ['X', [right('S VP ADJP NP PP X'), right('SBAR')]],
  ['UCP', [left('NP ADJP NN NNS'), left('VP S PP SBAR JJ VBG X CC')]],
  [
    'ADJP',
    [
      left('$'),
      right('CD NN NNS NNP JJ JJS VBN VBG'),
      right('JJR'),
      ...eachOf(left, 'ADJP NP'),
      right('DT'),
      right('RB FW IN'),
    ],
  ],
  [
    'ADVP',
    [
      right('RB RBR RBS FW JJ JJR JJS'),
      right('RP'),
      right('DT'),
      left('CC'),
      right('NN CD'),
      ...eachOf(left, 'ADVP NP'),
    ],
  ],
  [
    'PP',
    [
      left('NP'),
      left('S ADVP UCP X NP-TMP SBAR PP VP FRAG WHNP'),
      left('ADJP'),
      right('RB NN'),
      right('IN TO VBG VBN RP FW'),
    ],
  ],
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
