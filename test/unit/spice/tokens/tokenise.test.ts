import { describe, expect, test } from 'vitest'
import { tokenise } from '../../../../src/spice/tokens/tokenise.js'

/** Tokens with a space between, sentences with a bar. */
const show = (text: string): string =>
  tokenise(text)
    .map((sentence) => sentence.map(({ word }) => word.replaceAll('\u00a0', '~')).join(' '))
    .join(' | ')

const cases = (title: string, rows: ReadonlyArray<readonly [text: string, tokens: string]>): void => {
  describe(title, () => {
    test.each(rows)('%j -> %s', (text, tokens) => {
      expect(show(text)).toBe(tokens)
    })
  })
}

cases('nothing', [
  ['', ''],
  [' \t\r\n\u00a0\u3000', ''],
  ['\u0000\ufeff\u200b\u200e\ud800 \udc00', ''],
])

cases('words', [
  ['A man rides a horse.', 'A man rides a horse .'],
  ['a t-shirt and a/b', 'a t-shirt and a/b'],
  ['cat.A dog', 'cat.A dog'],
  ['cats,dogs', 'cats , dogs'],
  ['tub/shower-combo', 'tub/shower-combo'],
  ['a/b/c/d', 'a/b/c / d'],
  ['Café Straße 一只黑猫', 'Café Straße 一只黑猫'],
  ['a 🐶 and a\u200bcat', 'a and a cat'],
  ['soft\u00adhyphen \u00ad', 'softhyphen -'],
  ['grey colour', 'grey colour'],
  ['__proto__ constructor', '__ proto __ constructor'],
])

cases('contractions', [
  ["don't can't won't DON'T", "do n't ca n't wo n't DO N'T"],
  ["he's they're I'm I've she'd we'll go", "he 's they 're I 'm I 've she 'd we 'll go"],
  ["the man's and dogs' bowls", "the man 's and dogs ' bowls"],
  ['the man’s don’t', "the man 's do n't"],
  ['cannot gonna gotta wanna lemme gimme', 'can not gon na got ta wan na lem me gim me'],
  ["'tis 'twas 'em 'n' '80s", "'t is 't was 'em 'n' '80s"],
  ["O'Brien o'clock ma'am l'eau y'all", "O'Brien o'clock ma'am l'eau y' all"],
  ["rock 'n' roll", "rock 'n' roll"],
])

cases('quotes and brackets', [
  ['a "cat" sat', "a `` cat '' sat"],
  ['a “cat” on a ‘mat’', "a `` cat '' on a ` mat '"],
  ["says 'stop' here", "says ` stop ' here"],
  ['6\'2" tall', "6 ' 2 '' tall"],
  ['(a) [b] {c}', '-LRB- a -RRB- -LSB- b -RSB- -LCB- c -RCB-'],
  ['<b>a</b> < c', '<b> a </b> < c'],
  ['a &amp; b &lt; c', 'a & b < c'],
])

cases('numbers', [
  ['1,000.50 3.14 .5 -5 10:30', '1,000.50 3.14 .5 -5 10:30'],
  ['3 1/2 cups, ½ cup', '3~1/2 cups , 1/2 cup'],
  ['$5 US$5 50% #1 £3 €4 5¢', '$ 5 US$ 5 50 % # 1 # 3 $ 4 5 cents'],
  ['1st 1990s 35mm f/1.8', '1st 1990s 35mm f/1 .8'],
  ['1,000-foot 10-20', '1,000-foot 10-20'],
  ['(555) 123-4567', '-LRB-555-RRB-~123-4567'],
])

cases('abbreviations', [
  ['Mr. Smith', 'Mr. Smith'],
  ['5 p.m. today', '5 p.m. today'],
  ['the U.S. The cat', 'the U.S. . | The cat'],
  ['in the U.S. President', 'in the U.S. President'],
  ['chairs etc.', 'chairs etc. .'],
  ['St. No. 5', 'St. No. 5'],
  ['No. dogs', 'No . | dogs'],
  ['I. Smith', 'I. Smith'],
  ['a sink., and', 'a sink. , and'],
])

cases('addresses and tags of the web', [
  ['http://a.b/c?d=e.', 'http://a.b/c?d=e .'],
  ['see (www.a.org)', 'see -LRB- www.a.org -RRB-'],
  ['me@a.com, ok', 'me@a.com, ok'],
  ['<me@a.com>', '<me@a.com>'],
  ['#tag @name', '#tag @name'],
  ['img_1.jpg here', 'img_1.jpg here'],
])

cases('dashes, dots and symbols', [
  ['a -- b—c – d', 'a -- b -- c -- d'],
  ['a… bird... cat . . . dog', 'a ... bird ... cat ... dog'],
  ['AT&T B&W a&b C++ C#', 'AT&T B&W a & b C++ C#'],
  ['so :) ;-D ^_^ ok', 'so :-RRB- ;-D ^_^ ok'],
  ['*** === ++', '*** === + +'],
])

cases('sentences', [
  ['A cat. A dog! Two?! Yes', 'A cat . | A dog ! | Two ?! | Yes'],
  ['"A cat." (A dog.) End', "`` A cat . '' | -LRB- A dog . -RRB- | End"],
  ['A cat\n\non a mat', 'A cat on a mat'],
  ['wait... what', 'wait ... what'],
])

describe('places', () => {
  test('a token stands where its text does, in UTF-16 units', () => {
    expect(tokenise('🐶 don’t (go)')).toEqual([
      [
        { word: 'do', begin: 3, length: 2 },
        { word: "n't", begin: 5, length: 3 },
        { word: '-LRB-', begin: 9, length: 1 },
        { word: 'go', begin: 10, length: 2 },
        { word: '-RRB-', begin: 12, length: 1 },
      ],
    ])
  })

  test('the dot of an abbreviation that ends a sentence is the last token', () => {
    expect(tokenise('etc.')[0]).toEqual([
      { word: 'etc.', begin: 0, length: 3 },
      { word: '.', begin: 3, length: 1 },
    ])
  })
})
