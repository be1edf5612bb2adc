import { describe, expect, test } from 'vitest'
import { collapse } from '../../../../src/spice/graph/collapse.js'
import { edgesIn, sentenceOf } from './notation.js'

const collapsed = (notation: string) => edgesIn(collapse(sentenceOf(notation)))

describe('prepositions', () => {
  test('3.1: two words that are case of one noun become a unit', () => {
    expect(collapsed('get/get/VB/root/0 out/out/IN/case/4 of/of/IN/case/4 town/town/NN/nmod/1')).toEqual([
      'case(4, 2)',
      'mwe(2, 3)',
      'nmod:out_of(1, 4)',
      'root(0, 1)',
    ])
  })

  test('3.1: words that have dependants stay apart, and the last names the relation', () => {
    const notation = 'get/get/VB/root/0 right/right/RB/advmod/3 out/out/IN/case/5 of/of/IN/case/5 town/town/NN/nmod/1'
    expect(collapsed(notation)).toContain('nmod:of(1, 5)')
  })

  test('3.2: a noun takes the place of the preposition on which it hangs', () => {
    const vase = 'a/a/DT/det/2 vase/vase/NN/root/0 next/next/JJ/dep/2 to/to/TO/case/6 a/a/DT/det/6 lamp/lamp/NN/nmod/3'
    expect(collapsed(vase)).toEqual([
      'case(6, 3)',
      'det(2, 1)',
      'det(6, 5)',
      'mwe(3, 4)',
      'nmod:next_to(2, 6)',
      'root(0, 2)',
    ])
  })

  test('3.2: a root hands on its place, and all its dependants', () => {
    const car =
      'man/man/NN/nsubj/3 is/be/VBZ/cop/3 close/close/JJ/root/0 to/to/TO/case/6 a/a/DT/det/6 car/car/NN/nmod/3'
    expect(collapsed(car)).toEqual(['case(6, 3)', 'cop(6, 2)', 'det(6, 5)', 'mwe(3, 4)', 'nsubj(6, 1)', 'root(0, 6)'])
  })

  test('3.2: where there is a copula, a clause stays one', () => {
    const clause =
      'He/he/PRP/nsubj/2 says/say/VBZ/root/0 it/it/PRP/nsubj/5 is/be/VBZ/cop/5 next/next/JJ/LABEL/2 to/to/TO/case/7 us/we/PRP/nmod/5'
    expect(collapsed(clause.replace('LABEL', 'ccomp'))).toContain('ccomp(2, 7)')
    expect(collapsed(clause.replace('LABEL', 'dep'))).toContain('nmod:next_to(2, 7)')
  })

  test('3.3: three words, where "of" hangs under "front"', () => {
    const lamp =
      'lamp/lamp/NN/nsubj/4 is/be/VBZ/cop/4 in/in/IN/case/4 front/front/NN/root/0 of/of/IN/case/6 us/we/PRP/nmod/4'
    expect(collapsed(lamp)).toEqual(['case(6, 3)', 'cop(6, 2)', 'mwe(3, 4)', 'mwe(3, 5)', 'nsubj(6, 1)', 'root(0, 6)'])
  })

  test('3.3: where "of" hangs elsewhere, there are two phrases', () => {
    const dog = 'dog/dog/NN/root/0 in/in/IN/case/3 front/front/NN/nmod/1 of/of/IN/case/5 us/we/PRP/nmod/1'
    expect(collapsed(dog)).toEqual(['case(3, 2)', 'case(5, 4)', 'nmod:in(1, 3)', 'nmod:of(1, 5)', 'root(0, 1)'])
  })

  test('3.3: a clause keeps its label', () => {
    const aid = 'run/run/VB/root/0 in/in/IN/case/3 addition/addition/NN/nmod/1 to/to/TO/mark/5 swimming/swim/VBG/acl/3'
    expect(collapsed(aid)).toEqual(['acl(1, 5)', 'mark(5, 2)', 'mwe(2, 3)', 'mwe(2, 4)', 'root(0, 1)'])
  })

  test('3.4: upper case makes no difference, and a unit of the parser counts as one', () => {
    const such = 'PETS/PETS/NNS/root/0 SUCH/such/JJ/case/4 AS/as/IN/mwe/2 CATS/CATS/NNS/nmod/1'
    expect(collapsed(such)).toContain('nmod:such_as(1, 4)')
  })

  test('3.4: of two prepositions the last in the order of the hash table names the relation', () => {
    const behind = 'dog/dog/NN/root/0 from/from/IN/case/4 behind/behind/IN/case/4 trees/tree/NNS/nmod/1'
    expect(collapsed(behind)).toContain('nmod:behind(1, 4)')
    const late = `dog/dog/NN/root/0${' oh/oh/UH/discourse/1'.repeat(13)} from/from/IN/case/17 behind/behind/IN/case/17 trees/tree/NNS/nmod/1`
    expect(collapsed(late)).toContain('nmod:from(1, 17)')
  })
})

describe('passives', () => {
  test('3.0, 3.4: the subject of a passive is one, and "by" names its agent', () => {
    const ball = 'ball/ball/NN/nsubj/3 is/be/VBZ/auxpass/3 kicked/kick/VBN/root/0 by/by/IN/case/5 boys/boy/NNS/nmod/3'
    expect(collapsed(ball)).toEqual([
      'auxpass(3, 2)',
      'case(5, 4)',
      'nmod:agent(3, 5)',
      'nsubjpass(3, 1)',
      'root(0, 3)',
    ])
  })
})

describe('coordination', () => {
  test('3.6: what governs the first conjunct governs the second', () => {
    const hold = 'man/man/NN/nsubj/4 and/and/CC/cc/1 woman/woman/NN/conj/1 hold/hold/VBP/root/0'
    expect(collapsed(hold)).toEqual(['cc(1, 2)', 'conj:and(1, 3)', 'nsubj(4, 1)', 'nsubj(4, 3)', 'root(0, 4)'])
  })

  test('3.6: a second verb has the subject of the first, a second noun has not', () => {
    const jumps = 'dog/dog/NN/nsubj/2 runs/run/VBZ/root/0 and/and/CC/cc/2 jumps/jump/TAG/conj/2'
    expect(collapsed(jumps.replace('TAG', 'VBZ'))).toContain('nsubj(4, 1)')
    expect(collapsed(jumps.replace('TAG', 'NNS'))).not.toContain('nsubj(4, 1)')
  })

  test('3.6: a passive subject becomes an active one, and the other way round', () => {
    const seen = 'dog/dog/NN/nsubjpass/3 is/be/VBZ/auxpass/3 seen/see/VBN/root/0 and/and/CC/cc/3 barks/bark/VBZ/conj/3'
    expect(collapsed(seen)).toContain('nsubj(5, 1)')
    const barks = 'dog/dog/NN/nsubj/2 barks/bark/VBZ/root/0 and/and/CC/cc/2 is/be/VBZ/auxpass/5 seen/see/VBN/conj/2'
    expect(collapsed(barks)).toContain('nsubjpass(5, 1)')
  })

  test('3.4: several conjunctions name what follows them; "as well as" is "and"', () => {
    const list = 'a/a/NN/root/0 and/and/CC/cc/1 b/b/NN/conj/1 or/or/CC/cc/1 c/c/NN/conj/1'
    expect(collapsed(list)).toEqual(['cc(1, 2)', 'cc(1, 4)', 'conj:and(1, 3)', 'conj:or(1, 5)', 'root(0, 1)'])
    const well = 'a/a/NN/root/0 as/as/RB/cc/1 well/well/RB/mwe/2 as/as/IN/mwe/2 b/b/NN/conj/1'
    expect(collapsed(well)).toContain('conj:and(1, 5)')
  })

  test('3.5: two phrases, each with its preposition: a copy of the verb governs the second', () => {
    const flies =
      'bird/bird/NN/nsubj/2 flies/fly/VBZ/root/0 over/over/IN/case/4 trees/tree/NNS/nmod/2 and/and/CC/cc/4 ' +
      'under/under/IN/case/7 clouds/cloud/NNS/conj/4'
    expect(collapsed(flies)).toEqual([
      'case(4, 3)',
      'case(7, 6)',
      'cc(2, 5)',
      'conj:and(2, 2.1)',
      'nmod:over(2, 4)',
      'nmod:under(2.1, 7)',
      'nsubj(2, 1)',
      'nsubj(2.1, 1)',
      'root(0, 2)',
    ])
  })

  test('3.5: two prepositions of one noun: a copy of the verb governs it too', () => {
    const leads =
      'path/path/NN/nsubj/2 leads/lead/VBZ/root/0 to/to/TO/case/6 and/and/CC/cc/3 from/from/IN/conj/3 town/town/NN/nmod/2'
    expect(collapsed(leads)).toEqual([
      'case(6, 3)',
      'cc(3, 4)',
      'conj:and(2, 2.1)',
      'conj:and(3, 5)',
      'nmod:from(2.1, 6)',
      'nmod:to(2, 6)',
      'nsubj(2, 1)',
      'nsubj(2.1, 1)',
      'root(0, 2)',
    ])
  })
})

describe('trees that are none', () => {
  test('a head of no token is no edge', () => {
    expect(collapsed('a/a/NN/root/0 b/b/NN/dep/-1 c/c/NN/dep/9')).toEqual(['root(0, 1)'])
  })

  test('loops stay loops', () => {
    expect(collapsed('a/a/NN/nmod/1 b/b/NN/conj/3 c/c/NN/conj/2')).toEqual(['conj(2, 3)', 'conj(3, 2)', 'nmod(1, 1)'])
  })
})
