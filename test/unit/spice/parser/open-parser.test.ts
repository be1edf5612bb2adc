import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { writeModel } from '../../../../scripts/train-spice/write-model.js'
import { openParser } from '../../../../src/spice/parser/open-parser.js'
import type { SentenceParser } from '../../../../src/spice/parser/sentence-parser.js'
import type { Constituent } from '../../../../src/spice/sentence.js'
import { MADE, madeFile } from './made-parser.js'

const bracketed = (node: Constituent): string =>
  node.token > 0 ? node.label : `(${node.label} ${node.children.map(bracketed).join(' ')})`

const opened = (bytes: Uint8Array): SentenceParser => {
  const parser = openParser(bytes)
  if (E.isLeft(parser)) throw new Error(JSON.stringify(parser.left))
  return parser.right
}

const parse = (text: string): string => bracketed(opened(madeFile()).parse(text.split(' ')))

describe('parsing', () => {
  test('the best tree, without the symbols that only split a rule', () => {
    expect(parse('the dog sees a cat')).toBe('(S (NP DT NN) (VP VBZ (NP DT NN)))')
    expect(parse('the big dog sees a cat')).toBe('(S (NP DT JJ NN) (VP VBZ (NP DT NN)))')
  })

  test('one child makes a node of its own', () => {
    expect(parse('it sees')).toBe('(S (NP PRP) (VP VBZ))')
  })

  test('tokens are numbered from 1 in order', () => {
    const tokens: number[] = []
    const collect = (node: Constituent): void => {
      if (node.token > 0) tokens.push(node.token)
      node.children.forEach(collect)
    }
    collect(opened(madeFile()).parse('the big dog sees a cat'.split(' ')))
    expect(tokens).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('a capital at the beginning is another entry, or the word as it stands elsewhere', () => {
    expect(parse('The dog sees a cat')).toBe('(S (NP DT NN) (VP VBZ (NP DT NN)))')
    expect(parse('A dog sees the cat')).toBe('(S (NP DT NN) (VP VBZ (NP DT NN)))')
  })

  test('a word nobody has seen gets the tags of its class', () => {
    expect(parse('the wug glorps a cat')).toBe('(S (NP DT NN) (VP VBZ (NP DT NN)))')
    expect(parse('the wug sees')).toBe('(S (NP DT NN) (VP VBZ))')
  })

  test('what has no parse becomes a flat tree of likeliest tags', () => {
    expect(parse('cat the the')).toBe('(X NN DT DT)')
    expect(bracketed(opened(madeFile()).parse(['dog']))).toBe('(X NN)')
  })

  test('the words past the hundredth hang flat under the top', () => {
    const words = ['the', 'dog', 'sees', ...Array.from({ length: 120 }, () => 'cat')]
    const tree = opened(madeFile()).parse(words)
    expect(tree.label).toBe('X')
    expect(tree.children.at(-1)).toEqual({ label: 'NN', token: 123, children: [] })
  })

  test('a parser keeps nothing of one sentence for the next', () => {
    const parser = opened(madeFile())
    const alone = bracketed(parser.parse(['it', 'sees']))
    parser.parse('cat the the'.split(' '))
    parser.parse('the big dog sees a cat'.split(' '))
    expect(bracketed(parser.parse(['it', 'sees']))).toBe(alone)
  })
})

describe('files', () => {
  const received = (bytes: Uint8Array): string => {
    const parser = openParser(bytes, 'x.bin')
    if (E.isRight(parser)) return 'opened'
    expect(parser.left).toMatchObject({ _tag: 'BadFile', file: 'x.bin' })
    return parser.left._tag === 'BadFile' ? parser.left.received : ''
  }

  test('the same parser is written as the same bytes', () => {
    expect(madeFile()).toEqual(madeFile())
  })

  test('a file inside a larger buffer, at an odd place, is read', () => {
    const file = madeFile()
    const larger = new Uint8Array(file.length + 7)
    larger.set(file, 3)
    expect(received(larger.subarray(3, 3 + file.length))).toBe('opened')
    expect(received(Buffer.from(file))).toBe('opened')
  })

  test('every file cut short is told', () => {
    const file = madeFile()
    for (let length = 0; length < file.length; length += 7)
      expect(received(file.subarray(0, length))).not.toBe('opened')
  })

  test('something else is told', () => {
    expect(received(new TextEncoder().encode('{"a parser": "no, JSON, and long enough"}'))).toBe('something else')
  })

  test('symbols and groups that do not exist are told: no byte of a table can make the kernel write elsewhere', () => {
    const file = madeFile()
    let refused = 0
    for (let at = 16; at < file.length; at++) {
      const damaged = file.slice()
      damaged[at] = 0xff
      const parser = openParser(damaged)
      if (E.isLeft(parser)) refused++
      else expect(parser.right.parse(['the', 'dog', 'sees', 'a', 'cat'])).toBeDefined()
    }
    expect(refused).toBeGreaterThan(100)
  })

  test('a word with no tags left, as its symbols are in no rule, parses flat', () => {
    const file = writeModel({ ...MADE, words: new Map([...MADE.words, ['void', []]]) })
    expect(bracketed(opened(file).parse(['void', 'dog']))).toBe('(X NN NN)')
  })
})
