import { describe, expect, it } from 'vitest'
import { openTokenizer, type Tokenizer } from '../../../../../src/adapters/onnx/huggingface/tokenizer.js'
import { tinyTokenizer } from '../bert-fixture.js'
import { left, modelFolder, right } from './folder.js'

/** Numbers that are expected of these vocabularies are those of transformers 5.23.0 (tokenizers 0.23.3) on the same files. */
const PIECES =
  "[PAD] [UNK] [CLS] [SEP] [MASK] a ##a σ ##σ ##ς 𠀀 ##𠀀 café cafe A 中 ' s dog . ##s".replaceAll(' ', '\n') + '\n'

const ROBERTA = {
  'vocab.json': { '<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3, a: 4, b: 5, Ġ: 6, Ġa: 7, ab: 8, Â: 9, ħ: 10, ĠÂ: 11 },
  'merges.txt': '#version: 0.2\na b\nĠ a\nĠ Â\n',
}

const CLIP = {
  'vocab.json': {
    a: 0,
    b: 1,
    'a</w>': 2,
    'b</w>': 3,
    'ab</w>': 4,
    '1</w>': 5,
    Ï: 6,
    'ĥ</w>': 7,
    'Ĥ</w>': 8,
    '<|startoftext|>': 9,
    '<|endoftext|>': 10,
  },
  'merges.txt': '#version: 0.2\na b</w>\n',
}

const open = async (files: Readonly<Record<string, unknown>>): Promise<Tokenizer> =>
  right(await openTokenizer(modelFolder(files))())

const encode = async (files: Readonly<Record<string, unknown>>, text: string, most?: number) =>
  right((await open(files)).encode(text, most))

const described = (change: object): Readonly<Record<string, unknown>> => ({
  'tokenizer.json': { ...tinyTokenizer, ...change },
})

describe('a vocabulary of word pieces alone', () => {
  it.each([
    ['A', [2, 5, 3]],
    ['café', [2, 13, 3]],
    ['a中', [2, 5, 15, 3]],
    ['a[SEP]a', [2, 5, 3, 5, 3]],
    ['a\u0000\uFFFDa', [2, 5, 6, 3]],
    ['a\uD800a', [2, 5, 6, 3]],
    ['x'.repeat(101), [2, 1, 3]],
    ['', [2, 3]],
  ])('reads %j as BERT does', async (text, ids) => expect(await encode({ 'vocab.txt': PIECES }, text)).toEqual(ids))

  it.each([
    [{ do_lower_case: false }, 'A', [2, 14, 3]],
    [{ do_lower_case: false }, 'café', [2, 12, 3]],
    [{ strip_accents: false }, 'café', [2, 12, 3]],
    [{ tokenize_chinese_chars: false }, 'a𠀀a', [2, 5, 11, 6, 3]],
  ])('is used as %j says', async (config, text, ids) => {
    expect(await encode({ 'vocab.txt': PIECES, 'tokenizer_config.json': config }, text)).toEqual(ids)
  })

  it.each(['tokenizer_config.json', 'special_tokens_map.json'])(
    'gets the special tokens that it lacks from %s, numbered on',
    async (file) => {
      const config = { bos_token: { content: '[DEC]' }, additional_special_tokens: ['[ENC]'] }
      expect(await encode({ 'vocab.txt': PIECES, [file]: config }, '[ENC] a [DEC]')).toEqual([2, 22, 5, 21, 3])
    },
  )

  it('takes the numbers of added tokens from where they are listed', async () => {
    const config = { added_tokens_decoder: { 40: { content: '[DEC]', special: true } }, cls_token: '[DEC]' }
    const folder = { 'vocab.txt': `${PIECES}[DEC]`, 'tokenizer_config.json': config }
    expect((await open(folder)).idOf('[DEC]')).toBe(40)
  })

  it('is no tokenizer without the tokens around a text', async () => {
    const refused = left(await openTokenizer(modelFolder({ 'vocab.txt': 'a\nb\n' }))())
    expect(refused).toMatchObject({ _tag: 'BadFile', received: 'one without them' })
  })
})

describe('a vocabulary and pairs alone', () => {
  it.each([
    ['ab a b', [0, 8, 7, 6, 5, 2]],
    ['a<mask>', [0, 4, 12, 2]],
  ])("are RoBERTa's: %j", async (text, ids) => expect(await encode(ROBERTA, text)).toEqual(ids))

  it.each([
    ['AB a 11', [9, 4, 2, 5, 5, 10]],
    ["a'b", [9, 2, 10, 3, 10]],
  ])("are CLIP's where it has its tokens: %j", async (text, ids) => expect(await encode(CLIP, text)).toEqual(ids))

  it('are no tokenizer one without the other', async () => {
    const refused = left(await openTokenizer(modelFolder({ 'vocab.json': ROBERTA['vocab.json'] }))())
    expect(refused).toMatchObject({ _tag: 'MissingModel' })
  })

  it.each([
    [{ 'vocab.txt': PIECES }, 0],
    [ROBERTA, 1],
    [CLIP, 10],
  ])('fill up with their own token', async (files, padId) => expect((await open(files)).padId).toBe(padId))
})

describe('where the package differs from the original', () => {
  it.each([
    ['a Σ at the end of a word is an ordinary σ', { 'vocab.txt': PIECES }, 'aΣ', [2, 5, 8, 3]],
    ['so it is in CLIP', CLIP, 'aΣ', [9, 0, 6, 7, 10]],
    ['Chinese characters beyond U+FFFF are words', { 'vocab.txt': PIECES }, 'a𠀀a', [2, 5, 10, 5, 3]],
    ['U+0085 is a space', ROBERTA, ' \u0085b', [0, 6, 9, 10, 5, 2]],
  ])('%s', async (_, files, text, ids) => expect(await encode(files, text)).toEqual(ids))

  it('a capital Σ stays one where capitals stay', async () => {
    const files = { 'vocab.txt': `${PIECES}Σ`, 'tokenizer_config.json': { do_lower_case: false } }
    expect(await encode(files, 'Σ')).toEqual([2, 21, 3])
  })
})

describe('a text that is too long', () => {
  it('keeps its first tokens and the special ones around it', async () => {
    // [CLS] man dog red [SEP]
    expect(await encode(described({}), 'man dog red car', 5)).toEqual([2, 5, 7, 9, 3])
    expect(await encode(described({}), 'man dog red', 5)).toEqual([2, 5, 7, 9, 3])
    expect(await encode(CLIP, 'a a a a a', 4)).toEqual([9, 2, 2, 10])
  })

  it('is not looked at to its end', async () => {
    const started = performance.now()
    expect(await encode(ROBERTA, 'ab'.repeat(10_000_000), 16)).toHaveLength(16)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('the text of tokens', () => {
  const said = async (ids: ReadonlyArray<number>, skipSpecialTokens = true, cleanUpSpaces = true): Promise<string> =>
    right((await open({ 'vocab.txt': PIECES })).decode(ids, { skipSpecialTokens, cleanUpSpaces }))

  it('joins pieces, with or without spaces around apostrophes', async () => {
    const ids = [2, 5, 18, 16, 17, 5, 19, 3]
    expect(await said(ids, false, false)).toBe("[CLS] a dog ' s a. [SEP]")
    expect(await said(ids, true, false)).toBe("a dog ' s a.")
    expect(await said(ids)).toBe("a dog's a.")
  })

  it('leaves out numbers that no token has', async () => {
    expect(await said([5, 999_999, 18, -1, 0.5, NaN])).toBe('a dog')
    expect(await said([999_999])).toBe('')
    expect(await said([])).toBe('')
  })
})

describe('a tokenizer file', () => {
  it('tells its largest number', async () => {
    expect((await open(described({}))).largestId).toBe(15)
    const added_tokens = [{ id: 70, content: '[DEC]', special: true }]
    expect((await open(described({ added_tokens }))).largestId).toBe(70)
  })

  it.each([
    ['a negative number', { model: { ...tinyTokenizer.model, vocab: { a: -1 } } }, '-1'],
    ['a fraction', { model: { ...tinyTokenizer.model, vocab: { a: 1.5 } } }, '1.5'],
    ['no number', { model: { ...tinyTokenizer.model, vocab: { a: 'a' } } }, '"a"'],
    ['a number beyond all vocabularies', { added_tokens: [{ id: 2 ** 32, content: 'a' }] }, '4294967296'],
  ])('with %s for a token is refused', async (_, change, received) => {
    const refused = left(await openTokenizer(modelFolder(described(change)))())
    expect(refused).toMatchObject({ _tag: 'BadFile', expected: 'tokens numbered from 0 to 16777215', received })
  })

  it('without its own unknown token is refused where it is needed', async () => {
    const folder = described({ model: { ...tinyTokenizer.model, unk_token: '[NONE]' } })
    const tokenizer = await open(folder)
    expect(right(tokenizer.encode('man'))).toEqual([2, 5, 3])
    expect(left(tokenizer.encode('unheard'))).toMatchObject({ _tag: 'BadFile' })
  })

  it.each([
    [{ model: {} }],
    [{ ...tinyTokenizer, model: { type: 'Runes' } }],
    [{ ...tinyTokenizer, added_tokens: 7 }],
    [{ ...tinyTokenizer, pre_tokenizer: { type: 'Split', pattern: { Regex: '(' } } }],
  ])('that describes none is refused', async (description) => {
    const refused = left(await openTokenizer(modelFolder({ 'tokenizer.json': description }))())
    expect(refused).toMatchObject({ _tag: 'BadFile', expected: 'a tokenizer of Hugging Face' })
  })

  it('comes before a vocabulary alone', async () => {
    expect(await encode({ ...described({}), 'vocab.txt': PIECES }, 'man')).toEqual([2, 5, 3])
  })
})
