import { describe, expect, test } from 'vitest'
import { compileWordnet } from '../../../../scripts/compile-wordnet.js'
import { readLexicon } from '../../../../src/spice/lexicon/read-lexicon.js'
import { lexiconOf, small, SMALL } from './small-dictionary.js'

describe('synsets of a concept', () => {
  test('are those of all parts of speech, ascending, an offset that two of them share once', () => {
    expect(small.synsets('glass')).toEqual([400, 600, 700])
    expect(small.synsets('fast')).toEqual([100, 900])
    expect(small.synsets('run')).toEqual([200, 300])
  })

  test('are found in any case, trimmed, with spaces for underscores', () => {
    for (const concept of ['light blue', 'Light Blue', ' light_blue ', '\tLIGHT BLUE\n'])
      expect(small.synsets(concept), concept).toEqual([600])
  })

  test('are those of the string and of its base form together', () => {
    expect(small.synsets('glassed')).toEqual([400, 600, 700])
    expect(small.synsets('mas')).toEqual([850])
    expect(small.synsets('men')).toEqual([800, 860])
  })

  test('of an irregular form are those of the listed base forms alone', () => {
    expect(small.synsets('ran')).toEqual([200, 300, 400, 600, 700])
    expect(small.synsets('mices')).toEqual([800, 860])
    expect(small.synsets('geese')).toEqual([])
  })

  test('come from the first rule that leads to a word', () => {
    // s -> '' gives 'glas' and 'masse', no words; ses -> s gives 'mas'.
    expect(small.synsets('mases')).toEqual([850])
    expect(small.synsets('ing')).toEqual([500])
  })

  test('of a word that ends in ss or has two letters are its own', () => {
    expect(small.synsets('mass')).toEqual([])
    expect(small.synsets('es')).toEqual([])
  })

  test('are none of what no dictionary has', () => {
    const others = ['', ' ', 'glasz', 'glas', 'a', 'zzz', '\0', '\ud800', 'glasé', '__proto__', 'constructor']
    for (const concept of [...others, 'x'.repeat(1_000_000), ' '.repeat(200)])
      expect(small.synsets(concept), concept.slice(0, 20)).toEqual([])
  })
})

describe('the taxonomy', () => {
  test('lists the senses of nouns first, the most frequent of each part of speech first', () => {
    const senses = small.senses('glass')
    expect(senses.map(small.partOfSpeech)).toEqual(['noun', 'noun', 'verb'])
    expect(senses[1]).toBe(small.senses('light blue')[0])
    expect(small.senses('fast').map(small.partOfSpeech)).toEqual(['adjective', 'adverb'])
  })

  test('keeps apart what two parts of speech have at the same offset', () => {
    expect(new Set(small.senses('runs')).size).toBe(3)
  })

  test('has hypernyms and what a proper name is an instance of as parents, and no other relation', () => {
    const [noun, verb, flow] = small.senses('run')
    expect(small.parents(verb as number)).toEqual([flow])
    expect(small.parents(small.senses('light blue')[0] as number)).toEqual([noun, small.senses('glass')[0]])
  })

  test('has no parents of roots, adjectives and adverbs', () => {
    for (const sense of [...small.senses('man'), ...small.senses('fast'), ...small.senses('e')])
      expect(small.parents(sense)).toEqual([])
  })
})

describe('the file', () => {
  const bytes = compileWordnet(SMALL)
  const refusal = (file: Uint8Array) => readLexicon(file, 'words.bin')

  test('may stand anywhere in memory', () => {
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(lexiconOf(shifted.subarray(3)).synsets('glasses')).toEqual([400, 600, 700])
  })

  test('that is cut off, too long, empty or another one is refused by name', () => {
    const other = Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte + 1 : byte))
    for (const file of [
      bytes.subarray(0, -1),
      Uint8Array.of(...bytes, 0),
      new Uint8Array(0),
      bytes.subarray(0, 40),
      other,
      // Verbs are counted in its ninth to twelfth byte.
      Uint8Array.from(bytes, (byte, i) => (i === 11 ? 0x70 : byte)),
    ])
      expect(refusal(file)).toMatchObject({ left: { _tag: 'BadFile', file: 'words.bin' } })
  })
})
