import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { Taxonomy } from '../../../../src/spice/lexicon/taxonomy.js'
import { readLexicon } from '../../../../src/spice/lexicon/read-lexicon.js'
import type { SoftTuple } from '../../../../src/spice/soft/tuple-matcher.js'
import { wordNetMatcher } from '../../../../src/spice/soft/wordnet-matcher.js'

const shipped = readLexicon(readFileSync(new URL('../../../../data/spice/wordnet.bin', import.meta.url)))
if (isLeft(shipped)) throw new Error(shipped.left._tag)
const matcher = wordNetMatcher(shipped.right)

/** "man, ride, horse" as a tuple; synonyms are told apart by a slash. */
const tuple = (text: string): SoftTuple => text.split(', ').map((place) => place.split('/'))
const similarity = (a: string, b: string, match = matcher): number =>
  match({ candidate: [tuple(a)], reference: [tuple(b)] })[0] as number

describe('WordNet 3.0', () => {
  test.each([
    // The same, inflected, or with a sense in common.
    ['dog', 'dog', 1],
    ['ride', 'rides', 1],
    ['sofa', 'couch', 1],
    ['red', 'crimson', 1],
    ['big', 'large', 1],
    // A puppy is a dog; a man is a person, in one of its senses.
    ['dog', 'puppy', 1 / 2],
    ['man', 'person', 1 / 2],
    // Colours have their kind in common; a railway car is a wheeled vehicle, which is a vehicle.
    ['red', 'blue', 1 / 3],
    ['car', 'vehicle', 1 / 3],
    ['dog', 'cat', 1 / 5],
    // Letters count where a word is neither noun nor verb: three trigrams of six and of four are the same.
    ['wooden', 'wood', 6 / 10],
    // Not where both are: their letters say nothing then.
    ['cat', 'car', 1 / 5],
    // A misspelt word: seven of nine and of ten.
    ['skatboard', 'skateboard', 14 / 19],
    // Word by word: "sit" twice, and nothing in common between "on" and "in".
    ['sit on', 'sit in', 1 / 2],
    ['ride', 'ride on', 2 / 3],
    ['犬', '犬', 1],
    ['犬', '猫', 0],
    ['', 'dog', 0],
  ])('%s and %s', (a, b, expected) => {
    expect(similarity(a, b)).toBeCloseTo(expected, 12)
    expect(similarity(b, a)).toBe(similarity(a, b))
  })

  test('takes the geometric mean over the places', () => {
    expect(similarity('car, red', 'car, blue')).toBeCloseTo(Math.sqrt(1 / 3), 12)
    expect(similarity('man, ride, horse', 'person, ride, horse')).toBeCloseTo((1 / 2) ** (1 / 3), 12)
  })

  test('is 0 where one place has nothing in common', () => {
    expect(similarity('man, in, house', 'man, on, house')).toBe(0)
  })

  test('takes the best of merged synonyms', () => {
    expect(similarity('animal/dog', 'puppy')).toBe(1 / 2)
    expect(similarity('puppy', 'animal/dog')).toBe(1 / 2)
  })
})

test('answers row by row', () => {
  const [man, dog, puppy] = ['man', 'dog', 'puppy'].map(tuple) as [SoftTuple, SoftTuple, SoftTuple]
  expect([...Array.from(matcher({ candidate: [dog, puppy], reference: [puppy, dog, puppy] }))]).toEqual([
    0.5, 1, 0.5, 1, 0.5, 1,
  ])
  expect(matcher({ candidate: [man], reference: [] })).toHaveLength(0)
})

test('answers the same when asked again, whatever it was asked in between', () => {
  const before = similarity('man, ride, horse', 'woman, sit on, pony')
  for (let i = 0; i < 5000; i++) similarity(`thing ${i}`, `stuff ${i}`)
  expect(similarity('man, ride, horse', 'woman, sit on, pony')).toBe(before)
})

describe('another taxonomy', () => {
  const cyclic: Taxonomy = {
    senses: (word) => (word === 'a' ? [1] : word === 'b' ? [2] : []),
    partOfSpeech: () => 'noun',
    parents: (sense) => (sense === 1 ? [2] : [1]),
  }

  test('may have cycles', () => {
    expect(similarity('a', 'b', wordNetMatcher(cyclic))).toBe(1 / 2)
  })

  test('may have no end', () => {
    const endless: Taxonomy = { ...cyclic, parents: (sense) => [sense + 2, sense + 4] }
    expect(similarity('a', 'b', wordNetMatcher(endless))).toBe(0)
  })

  test('knows words that any object has by another name', () => {
    expect(similarity('constructor', '__proto__')).toBeLessThan(0.5)
  })
})

test('what it remembers keeps no text in memory that it was cut out of', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const remembering = wordNetMatcher({ senses: () => [], partOfSpeech: () => 'noun', parents: () => [] })
  const before = used()
  for (let i = 0; i < 50; i++) {
    const text = `a word of many letters ${i} ${' '.repeat(2 ** 20)}`
    similarity(text.slice(0, 25), 'dog', remembering)
  }
  expect(used() - before).toBeLessThan(20e6)
})

test('senses that are no numbers do not keep it busy for ever', () => {
  const odd: Taxonomy = { senses: () => [NaN], partOfSpeech: () => 'noun', parents: () => [] }
  expect(similarity('a', 'b', wordNetMatcher(odd))).toBe(0)
})
