import { describe, expect, test } from 'vitest'
import { proposalsOf } from '../../../../src/spice/proposals/proposals-of.js'
import { sentenceOf } from '../graph/notation.js'
import { EXAMPLES } from './examples.js'

describe('worked sentences of RULES, appendix A', () => {
  test.each(EXAMPLES)('$rule: $about', ({ sentence, proposals }) => {
    expect(proposalsOf([sentenceOf(sentence)])).toEqual(proposals)
  })
})

describe('the text as a whole', () => {
  test('no sentence, or one without tokens, proposes nothing', () => {
    expect(proposalsOf([])).toEqual([])
    expect(proposalsOf([sentenceOf('')])).toEqual([])
  })

  test('sentences are read one after the other, and a pronoun finds no noun in the one before', () => {
    const sentences = [
      'A/a/DT/det/2 man/man/NN/root/0 with/with/IN/case/5 a/a/DT/det/5 dog/dog/NN/nmod/2 ./././punct/2',
      'It/it/PRP/nsubj/3 is/be/VBZ/cop/3 black/black/JJ/root/0 ./././punct/3',
    ].map(sentenceOf)
    expect(proposalsOf(sentences)).toEqual([['man', 'dog', 'with'], ['man'], ['dog'], ['it', 'black']])
  })
})

describe('strings', () => {
  test('objects and attributes are in lower case; predicates and prepositions stay as they are', () => {
    const predicate = 'MEN/MEN/NNPS/nsubj/2 RIDE/RIDE/NNP/root/0 UP/UP/RP/compound:prt/2 BIKES/BIKES/NNPS/dobj/2'
    expect(proposalsOf([sentenceOf(predicate)])[0]).toEqual(['men', 'bikes', 'RIDE UP'])
    const place = 'MEN/MEN/NNPS/nsubj/4 ARE/be/VBP/cop/4 IN/in/IN/case/4 TOWN/TOWN/NNP/root/0'
    expect(proposalsOf([sentenceOf(place)])[0]).toEqual(['men', 'town', 'IN'])
  })

  test('a particle stands alone where the verb is "be"', () => {
    const sentence = 'A/a/DT/det/2 cat/cat/NN/nsubj/3 is/be/VBZ/root/0 up/up/RP/compound:prt/3 trees/tree/NNS/dobj/3'
    expect(proposalsOf([sentenceOf(sentence)])[0]).toEqual(['cat', 'tree', 'up'])
  })

  test('words that are names of members of objects are words', () => {
    const sentence = 'constructor/constructor/NN/nsubj/2 holds/hold/VBZ/root/0 __proto__/__proto__/NN/dobj/2'
    expect(proposalsOf([sentenceOf(sentence)])).toEqual([
      ['constructor', '__proto__', 'hold'],
      ['__proto__'],
      ['constructor'],
    ])
  })
})

describe('the order in which the original meets dependants', () => {
  const filler = (count: number, head: number) => ` oh/oh/UH/discourse/${head}`.repeat(count)

  test('token 16 comes before token 15', () => {
    const sentence =
      `lamp/lamp/NN/nsubj/17 is/be/VBZ/cop/17${filler(11, 17)} ` +
      'in/in/IN/case/17 front/front/NN/mwe/14 of/of/IN/mwe/14 window/window/NN/root/0'
    expect(proposalsOf([sentenceOf(sentence)])[0]).toEqual(['lamp', 'window', 'in of front'])
  })

  test('with more than twelve dependants the table is larger, and order is that of the text again', () => {
    const objects = 'dogs/dog/NNS/dobj/2 cats/cat/NNS/dobj/2'
    const few = `man/man/NN/nsubj/2 sees/see/VBZ/root/0${filler(12, 1)} ${objects}`
    const many = `man/man/NN/nsubj/2 sees/see/VBZ/root/0${filler(12, 2)} ${objects}`
    expect(proposalsOf([sentenceOf(few)]).slice(0, 2)).toEqual([
      ['man', 'cat', 'see'],
      ['man', 'dog', 'see'],
    ])
    expect(proposalsOf([sentenceOf(many)]).slice(0, 2)).toEqual([
      ['man', 'dog', 'see'],
      ['man', 'cat', 'see'],
    ])
  })

  test('in the second sentence token 3 comes before token 2', () => {
    const sentence = sentenceOf('sees/see/VBZ/root/0 a/a/DT/amod/4 b/b/JJ/amod/4 dog/dog/NN/dobj/1')
    expect(proposalsOf([sentence, sentence])).toEqual([
      ['dog', 'a'],
      ['dog', 'b'],
      ['dog'],
      ['dog', 'b'],
      ['dog', 'a'],
      ['dog'],
    ])
  })
})
