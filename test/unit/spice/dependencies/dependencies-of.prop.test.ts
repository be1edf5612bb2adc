import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dependenciesOf } from '../../../../src/spice/dependencies/dependencies-of.js'
import { readTree } from '../../../../src/spice/dependencies/read-tree.js'
import type { Constituent } from '../../../../src/spice/sentence.js'

const TAGS =
  'NN NNS NNP JJ JJS DT PDT CD IN TO RB VB VBD VBG VBN VBP VBZ MD CC , . WDT WP WRB PRP PRP$ POS EX RP UH'.split(' ')
const PHRASES =
  'S SBAR SBARQ SINV SQ VP NP NP-TMP NX NAC PP ADJP ADVP QP UCP X FRAG PRN PRT CONJP INTJ WHNP WHPP WHADVP RRC'.split(
    ' ',
  )
const WORDS =
  'dog is are get as well if there not no at least in order more than such what that how both day __proto__'.split(' ')

const { tree: trees } = fc.letrec<{ tree: string; tag: string; phrase: string }>((tie) => ({
  tree: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, tie('tag'), tie('phrase')),
  tag: fc.constantFrom(...TAGS),
  phrase: fc
    .tuple(fc.constantFrom(...PHRASES), fc.array(tie('tree'), { minLength: 1, maxLength: 6 }))
    .map(([label, children]) => `(${label} ${children.join(' ')})`),
}))

const tokensOf = ({ token, children }: Constituent): number =>
  token > 0 ? 1 : children.reduce((sum, child) => sum + tokensOf(child), 0)

const sentences = trees.chain((text) => {
  const tree = readTree(`(S ${text})`)
  const count = tokensOf(tree)
  return fc.record({
    tree: fc.constant(tree),
    words: fc.array(fc.constantFrom(...WORDS), { minLength: count, maxLength: count }),
  })
})

test('whatever the tree: every word has a relation, one is the root, and all hang below it', () => {
  fc.assert(
    fc.property(sentences, ({ tree, words }) => {
      const { heads, labels } = dependenciesOf(tree, words)
      expect(heads).toHaveLength(words.length)
      expect(labels).toHaveLength(words.length)
      expect(labels.every((label) => label !== '')).toBe(true)
      expect(heads.filter((head) => head === 0)).toHaveLength(1)
      for (let i = 0; i < words.length; i++) {
        let at = i + 1
        for (let steps = 0; at !== 0 && steps <= words.length; steps++) at = heads[at - 1] as number
        expect(at, `the way up from word ${i + 1}`).toBe(0)
      }
    }),
    { numRuns: 2000 },
  )
})
