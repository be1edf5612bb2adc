import { describe, expect, test } from 'vitest'
import { lemmaOf } from '../../../../src/spice/lemma/lemma-of.js'

const cases = (title: string, rows: ReadonlyArray<readonly [word: string, tag: string, lemma: string]>): void => {
  describe(title, () => {
    test.each(rows)('%s/%s -> %s', (word, tag, lemma) => {
      expect(lemmaOf(word, tag)).toBe(lemma)
    })
  })
}

cases('by class of tag', [
  ['Dogs', 'NNPS', 'Dogs'],
  ['London', 'NNP', 'London'],
  ['Dogs', 'NN', 'dogs'],
  ['Bigger', 'JJR', 'bigger'],
  ['me', 'PRP', 'I'],
  ['I', 'PRP', 'I'],
  ['Their', 'PRP$', 'they'],
  ['ca', 'MD', 'can'],
  ["'ll", 'MD', 'will'],
  ["n't", 'RB', 'not'],
  ['An', 'DT', 'a'],
])

cases('plural nouns', [
  ['Dogs', 'NNS', 'dog'],
  ['boxes', 'NNS', 'box'],
  ['ladies', 'NNS', 'lady'],
  ['glasses', 'NNS', 'glass'],
  ['horses', 'NNS', 'horse'],
  ['potatoes', 'NNS', 'potato'],
  ['shoes', 'NNS', 'shoe'],
  ['leaves', 'NNS', 'leaf'],
  ['women', 'NNS', 'woman'],
  ['cacti', 'NNS', 'cactus'],
  ['people', 'NNS', 'people'],
  ['scissors', 'NNS', 'scissors'],
  ['spaghetti', 'NNS', 'spaghetti'],
  ['was', 'NNS', 'wa'],
  ['t-shirts', 'NNS', 't-shirt'],
  ['runners-up', 'NNS', 'runner-up'],
  ['1990s', 'NNS', '1990'],
])

cases('verbs', [
  ['rides', 'VBZ', 'ride'],
  ['riding', 'VBG', 'ride'],
  ['walking', 'VBG', 'walk'],
  ['sitting', 'VBG', 'sit'],
  ['carried', 'VBD', 'carry'],
  ['dancing', 'VBG', 'dance'],
  ['singing', 'VBG', 'sing'],
  ['went', 'VBD', 'go'],
  ['lying', 'VBG', 'lie'],
  ['leaves', 'VBZ', 'leave'],
  ['string', 'VBG', 'string'],
  ['egg-shaped', 'VBN', 'egg-shape'],
  ["'s", 'VBZ', 'be'],
  ["'d", 'VBD', 'have'],
  ["'re", 'VBP', 'be'],
])

cases('words of no language', [
  ['', 'NNS', ''],
  ['', 'VBD', ''],
  ['-', 'NNS', '-'],
  ['-RSB-', 'NNS', '-rsb-_NNS'],
  ['a/bs', 'NNS', 'a/bs'],
  ['__proto__', 'VBG', '__proto__'],
  ['constructor', 'PRP', 'constructor'],
  ['blicking', 'VBG', 'blick'],
  ['glaved', 'VBD', 'glave'],
  ['wugs', 'NNS', 'wug'],
])
