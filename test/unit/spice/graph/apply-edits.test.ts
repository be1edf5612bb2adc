import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../../../src/spice/graph/apply-edits.js'
import { collapse } from '../../../../src/spice/graph/collapse.js'
import { edgesIn, sentenceOf } from './notation.js'

const edited = (notation: string) => edgesIn(applyEdits(collapse(sentenceOf(notation))))

describe('quantifier phrases', () => {
  test('Q1: "a couple of dogs": the article leads, and the noun takes the place of the quantifier', () => {
    const couple = 'A/a/DT/det/2 couple/couple/NN/root/0 of/of/IN/case/4 dogs/dog/NNS/nmod/2 playing/play/VBG/acl/2'
    expect(edited(couple)).toEqual(['acl(2, 5)', 'det:qmod(4, 1)', 'mwe(1, 2)', 'mwe(1, 3)', 'root(0, 4)'])
  })

  test('Q1: adjectives before it are absorbed, a second article is not', () => {
    const bunch =
      'a/a/DT/det/4 a/a/DT/det/4 big/big/JJ/amod/4 bunch/bunch/NN/root/0 of/of/IN/case/6 fish/fish/NN/nmod/4'
    expect(edited(bunch)).toEqual(['det(4, 2)', 'det:qmod(6, 1)', 'mwe(1, 3)', 'mwe(1, 4)', 'mwe(1, 5)', 'root(0, 6)'])
  })

  test('Q1: without an article, and with a word that is none of the list, nothing happens', () => {
    expect(edited('couple/couple/NN/root/0 of/of/IN/case/3 dogs/dog/NNS/nmod/1')).toContain('nmod:of(1, 3)')
    expect(edited('a/a/DT/det/2 group/group/NN/root/0 of/of/IN/case/4 dogs/dog/NNS/nmod/2')).toContain('nmod:of(2, 4)')
  })

  test('Q2: "dozens of birds", "20s of birds"', () => {
    for (const word of ['dozens', 'Lots', '20s']) {
      const birds = `${word}/dozen/NNS/root/0 of/of/IN/case/3 birds/bird/NNS/nmod/1`
      expect(edited(birds)).toEqual(['det:qmod(3, 1)', 'mwe(1, 2)', 'root(0, 3)'])
    }
  })

  test('Q3: "two of the men" and "both of them", not "two of men"', () => {
    const men = 'two/two/CD/nsubj/5 of/of/IN/case/4 the/the/DT/det/4 men/man/NNS/nmod/1 sit/sit/VBP/root/0'
    expect(edited(men)).toEqual(['det(4, 3)', 'det:qmod(4, 1)', 'mwe(1, 2)', 'nsubj(5, 4)', 'root(0, 5)'])
    expect(edited('both/both/DT/root/0 of/of/IN/case/3 them/they/PRP/nmod/1')).toContain('det:qmod(3, 1)')
    expect(edited('two/two/CD/root/0 of/of/IN/case/3 men/man/NNS/nmod/1')).toContain('nmod:of(1, 3)')
  })

  test('"of" stands immediately after the quantifier', () => {
    const apart = 'lots/lot/NNS/root/0 really/really/RB/advmod/1 of/of/IN/case/4 birds/bird/NNS/nmod/1'
    expect(edited(apart)).toContain('nmod:of(1, 4)')
  })
})

describe('pronouns', () => {
  test('take the place of the first noun, breadth first from the root', () => {
    const hair = 'girl/girl/NN/root/0 brushing/brush/VBG/acl/1 her/she/PRP$/nmod:poss/4 hair/hair/NN/dobj/2'
    expect(edited(hair)).toEqual(['acl(1, 2)', 'dobj(2, 4)', 'nmod:poss(4, 1)', 'root(0, 1)'])
  })

  test('stay where the first noun stands behind them, even if another stands before', () => {
    const car =
      'With/with/IN/case/2 cars/car/NNS/nmod/6 it/it/PRP/dep/5 the/the/DT/det/5 man/man/NN/nsubj/6 sleeps/sleep/VBZ/root/0'
    expect(edited(car)).toContain('dep(5, 3)')
  })

  test('"their" finds a plural noun, "its" passes it over', () => {
    const dogs = 'dogs/dog/NNS/nsubj/2 chase/chase/VBP/root/0 PRONOUN/its/PRP$/nmod:poss/4 tail/tail/NN/dobj/2'
    expect(edited(dogs.replace('PRONOUN', 'their'))).toContain('nmod:poss(4, 1)')
    expect(edited(dogs.replace('PRONOUN', 'its'))).toContain('nmod:poss(4, 3)')
    expect(edited(dogs.replace('PRONOUN', 'Its'))).toContain('nmod:poss(4, 1)')
  })

  test('that are the first token or a root stay', () => {
    const loose = 'It/it/PRP/nsubj/3 him/he/PRP/dep/1 dog/dog/NN/root/0'
    expect(edited(loose)).toEqual(['dep(1, 2)', 'nsubj(3, 1)', 'root(0, 3)'])
    expect(edited('dog/dog/NN/dep/2 it/it/PRP/root/0')).toEqual(['dep(2, 1)', 'root(0, 2)'])
  })

  test('can make a loop', () => {
    const loop = 'dog/dog/NN/root/0 with/with/IN/case/3 it/it/PRP/nmod/1'
    expect(edited(loop)).toEqual(['case(1, 2)', 'nmod:with(1, 1)', 'root(0, 1)'])
  })
})
