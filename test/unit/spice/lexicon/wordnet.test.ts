import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { compileWordnet } from '../../../../scripts/compile-wordnet.js'
import { type Dictionary, readDictionary } from '../../../../scripts/wordnet-files.js'
import { lexiconOf } from './small-dictionary.js'

const shipped = readFileSync(new URL('../../../../data/spice/wordnet.bin', import.meta.url))
const wordnet = lexiconOf(shipped)
let dictionary: Dictionary

beforeAll(() => {
  dictionary = readDictionary()
}, 60_000)

test('the file that ships is what the script makes of WordNet 3.0', () => {
  expect(Buffer.compare(shipped, compileWordnet(dictionary))).toBe(0)
}, 60_000)

test('it has 147,306 words, with all their offsets in the index files', () => {
  const words = new Set<string>()
  let missed = 0
  for (const { index } of dictionary)
    for (const [word, offsets] of index) {
      const synsets = wordnet.synsets(word)
      missed += offsets.filter((offset) => !synsets.includes(offset)).length
      words.add(word)
    }
  expect([words.size, missed]).toEqual([147_306, 0])
})

test('synonyms of RULES 6.1 share a synset, and what is merely alike does not', () => {
  const share = (a: string, b: string): boolean =>
    wordnet.synsets(a).some((synset) => wordnet.synsets(b).includes(synset))
  const synonyms =
    'car automobile, photo picture, bike bicycle, kid child, big large, little small, two 2, close near, dog tail, dog frank'
  for (const pair of synonyms.split(', ')) expect(share(...(pair.split(' ') as [string, string])), pair).toBe(true)
  for (const pair of 'man person, man guy, dog puppy, cat kitten'.split(', '))
    expect(share(...(pair.split(' ') as [string, string])), pair).toBe(false)
})

test('a dog is an animal, and all nouns are entities', () => {
  const roots = new Set<number>()
  const above = (sense: number, seen = new Set<number>()): ReadonlySet<number> => {
    if (seen.has(sense)) return seen
    seen.add(sense)
    const parents = wordnet.parents(sense)
    if (parents.length === 0) roots.add(sense)
    for (const parent of parents) above(parent, seen)
    return seen
  }
  const dog = above(wordnet.senses('dog')[0] as number)
  expect(dog.has(wordnet.senses('animal')[0] as number)).toBe(true)
  for (const word of ['idea', 'paris', 'red', 'three']) above(wordnet.senses(word)[0] as number)
  expect([...roots]).toEqual([wordnet.senses('entity')[0]])
})
