import type { Proposal } from '../../../../src/spice/sentence.js'

/** A sentence of appendix A of RULES: the original's parse of it, in the notation of `sentenceOf`, and what it proposes, in its order. */
export interface Example {
  readonly rule: string
  readonly about: string
  readonly sentence: string
  readonly proposals: ReadonlyArray<Proposal>
}

// prettier-ignore
export const EXAMPLES: ReadonlyArray<Example> = [
  {
    rule: 'S1',
    about: 'subject, predicate, object',
    sentence: 'A/a/DT/det/2  man/man/NN/nsubj/4  is/be/VBZ/aux/4  riding/ride/VBG/root/0  a/a/DT/det/6  horse/horse/NN/dobj/4  ./././punct/4',
    proposals: [['man', 'horse', 'ride'], ['horse'], ['man']],
  },
  {
    rule: 'S1',
    about: 'a particle belongs to the predicate',
    sentence: 'A/a/DT/det/2  man/man/NN/nsubj/3  throws/throw/VBZ/root/0  up/up/RP/compound:prt/3  a/a/DT/det/6  ball/ball/NN/dobj/3  ./././punct/3',
    proposals: [['man', 'ball', 'throw up'], ['ball'], ['man']],
  },
  {
    rule: 'S1',
    about: 'two objects, one of them indirect',
    sentence: 'A/a/DT/det/2  giraffe/giraffe/NN/nsubj/3  gives/give/VBZ/root/0  a/a/DT/det/5  bird/bird/NN/iobj/3  an/a/DT/det/7  apple/apple/NN/dobj/3  ./././punct/3',
    proposals: [['giraffe', 'bird', 'give'], ['giraffe', 'apple', 'give'], ['apple'], ['bird'], ['giraffe']],
  },
  {
    rule: 'S1',
    about: 'a conjunct shares its object',
    sentence: 'A/a/DT/det/2  dog/dog/NN/nsubj/3  runs/run/VBZ/root/0  and/and/CC/cc/3  jumps/jump/VBZ/conj/3  over/over/IN/case/8  a/a/DT/det/8  log/log/NN/nmod/3  ./././punct/3',
    proposals: [['dog', 'log', 'run over'], ['dog', 'jump'], ['log'], ['dog']],
  },
  {
    rule: 'S2',
    about: 'a clause on a noun',
    sentence: 'A/a/DT/det/2  cat/cat/NN/root/0  sitting/sit/VBG/acl/2  in/in/IN/case/6  a/a/DT/det/6  chair/chair/NN/nmod/3  ./././punct/2',
    proposals: [['cat', 'chair', 'sit in'], ['cat'], ['chair']],
  },
  {
    rule: 'S2',
    about: 'conjoined objects',
    sentence: 'A/a/DT/det/2  man/man/NN/root/0  holding/hold/VBG/acl/2  an/a/DT/det/5  umbrella/umbrella/NN/dobj/3  and/and/CC/cc/5  a/a/DT/det/8  bag/bag/NN/conj/5  ./././punct/2',
    proposals: [['man', 'umbrella', 'hold'], ['man', 'bag', 'hold'], ['man'], ['umbrella'], ['bag']],
  },
  {
    rule: 'S3',
    about: 'a predicate without object',
    sentence: 'A/a/DT/det/2  woman/woman/NN/nsubj/4  is/be/VBZ/aux/4  smiling/smile/VBG/root/0  ./././punct/4',
    proposals: [['woman', 'smile'], ['woman']],
  },
  {
    rule: 'S3',
    about: '"be" is no attribute',
    sentence: 'There/there/EX/expl/2  is/be/VBZ/root/0  a/a/DT/det/4  dog/dog/NN/nsubj/2  on/on/IN/case/7  the/the/DT/det/7  couch/couch/NN/nmod/4  ./././punct/2',
    proposals: [['dog', 'couch', 'on'], ['dog'], ['couch']],
  },
  {
    rule: 'S4',
    about: 'what somebody is',
    sentence: 'The/the/DT/det/2  man/man/NN/nsubj/5  is/be/VBZ/cop/5  a/a/DT/det/5  rider/rider/NN/root/0  ./././punct/5',
    proposals: [['man', 'rider'], ['rider'], ['man']],
  },
  {
    rule: 'S4',
    about: 'where somebody is',
    sentence: 'A/a/DT/det/2  woman/woman/NN/nsubj/6  is/be/VBZ/cop/6  in/in/IN/case/6  the/the/DT/det/6  house/house/NN/root/0  ./././punct/6',
    proposals: [['woman', 'house', 'in'], ['house'], ['woman']],
  },
  {
    rule: 'S4',
    about: 'a preposition of three words',
    sentence: 'A/a/DT/det/2  lamp/lamp/NN/nsubj/5  is/be/VBZ/cop/5  in/in/IN/case/5  front/front/NN/root/0  of/of/IN/case/8  the/the/DT/det/8  window/window/NN/nmod/5  ./././punct/5',
    proposals: [['lamp', 'window', 'in front of'], ['window'], ['front'], ['lamp']],
  },
  {
    rule: 'A1',
    about: 'an adjective',
    sentence: 'A/a/DT/det/3  smart/smart/JJ/amod/3  woman/woman/NN/root/0  ./././punct/3',
    proposals: [['woman', 'smart'], ['woman']],
  },
  {
    rule: 'A1',
    about: 'conjoined adjectives',
    sentence: 'a/a/DT/det/5  black/black/JJ/amod/5  and/and/CC/cc/2  white/white/JJ/conj/2  cat/cat/NN/root/0',
    proposals: [['cat', 'black'], ['cat', 'white'], ['cat']],
  },
  {
    rule: 'A2',
    about: 'an adjective as predicate, told twice',
    sentence: 'The/the/DT/det/2  cat/cat/NN/nsubj/4  is/be/VBZ/cop/4  black/black/JJ/root/0  and/and/CC/cc/4  white/white/JJ/conj/4  ./././punct/4',
    proposals: [['cat', 'white'], ['cat', 'black'], ['cat', 'black'], ['cat', 'white'], ['cat']],
  },
  {
    rule: 'A2',
    about: 'negation is not read',
    sentence: 'The/the/DT/det/2  bus/bus/NN/nsubj/5  is/be/VBZ/cop/5  not/not/RB/neg/5  red/red/JJ/root/0  ./././punct/5',
    proposals: [['bus', 'red'], ['bus', 'red'], ['bus']],
  },
  {
    rule: 'R1',
    about: 'a phrase on a noun',
    sentence: 'a/a/DT/det/2  photo/photo/NN/root/0  of/of/IN/case/5  a/a/DT/det/5  cat/cat/NN/nmod/2',
    proposals: [['photo', 'cat', 'of'], ['photo'], ['cat']],
  },
  {
    rule: 'R1',
    about: 'a preposition of two words',
    sentence: 'a/a/DT/det/2  vase/vase/NN/root/0  next/next/JJ/dep/2  to/to/TO/case/6  a/a/DT/det/6  lamp/lamp/NN/nmod/3',
    proposals: [['vase', 'lamp', 'next to'], ['vase'], ['lamp']],
  },
  {
    rule: 'R2',
    about: 'a possessive',
    sentence: "The/the/DT/det/2  man/man/NN/nmod:poss/4  's/'s/POS/case/2  watch/watch/NN/nsubj/6  is/be/VBZ/cop/6  gold/gold/NN/root/0  ./././punct/6",
    proposals: [['watch', 'gold'], ['man', 'watch', 'have'], ['gold'], ['watch'], ['man']],
  },
  {
    rule: 'R2',
    about: 'a pronoun that is bound',
    sentence: 'A/a/DT/det/2  girl/girl/NN/root/0  brushing/brush/VBG/acl/2  her/she/PRP$/nmod:poss/5  hair/hair/NN/dobj/3  ./././punct/2',
    proposals: [['girl', 'hair', 'brush'], ['girl', 'hair', 'have'], ['girl'], ['hair']],
  },
  {
    rule: 'R2',
    about: 'a pronoun that makes a loop',
    sentence: 'The/the/DT/det/2  dog/dog/NN/nsubj/4  is/be/VBZ/aux/4  chasing/chase/VBG/root/0  its/its/PRP$/nmod:poss/6  tail/tail/NN/dobj/4  ./././punct/4',
    proposals: [['dog', 'tail', 'chase'], ['dog', 'tail', 'have'], ['tail'], ['dog']],
  },
  {
    rule: 'R3',
    about: 'a passive agent',
    sentence: 'A/a/DT/det/2  ball/ball/NN/nsubjpass/4  is/be/VBZ/auxpass/4  kicked/kick/VBN/root/0  by/by/IN/case/7  a/a/DT/det/7  boy/boy/NN/nmod/4  ./././punct/4',
    proposals: [['boy', 'ball', 'kick'], ['boy'], ['ball']],
  },
  {
    rule: 'N',
    about: 'plural subject and object',
    sentence: 'Two/two/CD/nummod/2  dogs/dog/NNS/nsubj/3  chase/chase/VB/root/0  three/three/CD/nummod/5  cats/cat/NNS/dobj/3  near/near/IN/case/8  four/four/CD/nummod/8  trees/tree/NNS/nmod/5  ./././punct/3',
    proposals: [['dog', 'cat', 'chase'], ['cat', 'tree', 'near'], ['dog', 'two'], ['cat', 'three'], ['tree', 'four'], ['cat'], ['tree'], ['dog']],
  },
  {
    rule: 'N',
    about: 'no number of a second plural object',
    sentence: 'Two/two/CD/nummod/2  dogs/dog/NNS/nsubj/3  put/put/VBD/root/0  three/three/CD/nummod/5  balls/ball/NNS/dobj/3  in/in/IN/case/8  four/four/CD/nummod/8  boxes/box/NNS/nmod/3  ./././punct/3',
    proposals: [['dog', 'ball', 'put'], ['dog', 'box', 'put in'], ['dog', 'two'], ['ball', 'three'], ['box'], ['ball'], ['dog']],
  },
  {
    rule: 'N',
    about: 'a number behind its noun is none',
    sentence: 'number/number/NN/root/0  5/5/CD/nummod/1',
    proposals: [['number']],
  },
  {
    rule: 'N',
    about: 'a quantifier phrase',
    sentence: 'lots/lot/NNS/root/0  of/of/IN/case/3  people/people/NNS/nmod/1  on/on/IN/case/6  a/a/DT/det/6  beach/beach/NN/nmod/3',
    proposals: [['people', 'beach', 'on'], ['people', 'lot'], ['people'], ['beach'], ['lot']],
  },
  {
    rule: 'N',
    about: 'an article is absorbed',
    sentence: 'A/a/DT/det/2  couple/couple/NN/root/0  of/of/IN/case/4  dogs/dog/NNS/nmod/2  playing/play/VBG/acl/2  ./././punct/2',
    proposals: [['dog', 'a'], ['dog'], ['couple']],
  },
  {
    rule: 'N',
    about: 'a partitive',
    sentence: 'two/two/CD/nsubj/6  of/of/IN/case/4  the/the/DT/det/4  men/man/NNS/nmod/1  are/be/VBP/aux/6  sitting/sit/VBG/root/0',
    proposals: [['man', 'sit'], ['man', 'two'], ['man']],
  },
  {
    rule: 'C',
    about: 'compounds are no objects',
    sentence: 'a/a/DT/det/3  kitchen/kitchen/NN/compound/3  table/table/NN/root/0',
    proposals: [['table', 'kitchen']],
  },
  {
    rule: 'O',
    about: 'an unbound pronoun is no object',
    sentence: 'both/both/DT/nsubj/5  of/of/IN/case/3  them/they/PRP/nmod/1  are/be/VBP/aux/5  sitting/sit/VBG/root/0',
    proposals: [],
  },
  {
    rule: 'O',
    about: 'nothing without a noun',
    sentence: 'His/he/PRP$/nsubj/2  watch/watch/VBP/root/0  ./././punct/2',
    proposals: [],
  },
  {
    rule: 'O',
    about: 'nouns that hang on nothing readable',
    sentence: 'a/a/DT/det/2  man/man/NN/root/0  wearing/wear/VBG/dep/2  a/a/DT/det/5  suit/suit/NN/dobj/3',
    proposals: [['man'], ['suit']],
  },
]
