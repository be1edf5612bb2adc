import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readBlipConfig } from '../../../src/adapters/onnx/blip/blip-config.js'
import { type BlipText, openBlipText } from '../../../src/adapters/onnx/blip/blip-text.js'
import { openTokenizer, type Tokenizer } from '../../../src/adapters/onnx/huggingface/tokenizer.js'
import { type RewardError, showError } from '../../../src/core/error.js'
import { goldenFolders } from './folders.js'

interface Decoded {
  readonly ids: ReadonlyArray<number>
  readonly text?: string
  readonly text_skip_special: string
  readonly text_skip_special_clean_up_true?: string
}

interface Values {
  readonly prompt: string
  readonly images: ReadonlyArray<{ readonly prompt_20?: { readonly ids: ReadonlyArray<number> } }>
  readonly tokenizer?: {
    readonly encode: ReadonlyArray<{ readonly text: string; readonly ids: ReadonlyArray<number> }>
    readonly decode: ReadonlyArray<Decoded>
    readonly decode_with_vocabulary_lacking_DEC_and_ENC?: ReadonlyArray<Decoded>
  }
}

const right = <A>(result: Either<RewardError, A>): A => {
  if (isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

const modelAt = (path: string) => ({ path, reward: 'golden', install: '' })

/** The folder without [DEC] and [ENC] in its tokenizer, as published ones may be. */
const lacking = (folder: string): string => {
  const copy = mkdtempSync(join(tmpdir(), 'corl-golden-blip-'))
  for (const name of ['config.json', 'tokenizer_config.json']) cpSync(join(folder, name), join(copy, name))
  const description = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')) as {
    added_tokens: ReadonlyArray<{ readonly content: string }>
  }
  const added_tokens = description.added_tokens.filter(({ content }) => !['[DEC]', '[ENC]'].includes(content))
  writeFileSync(join(copy, 'tokenizer.json'), JSON.stringify({ ...description, added_tokens }))
  return copy
}

const folders = goldenFolders<Values>().filter(({ values }) => values.tokenizer !== undefined)
if (folders.length === 0) test.skip('blip: no folder with a tokenizer and its values')

describe.each(folders)('the tokenizer of $name', ({ folder, values }) => {
  const { encode, decode, decode_with_vocabulary_lacking_DEC_and_ENC: withoutDec = [] } = values.tokenizer!
  const copy = lacking(folder)
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  let tokenizer: Tokenizer
  let text: BlipText
  let textWithoutDec: BlipText
  beforeAll(async () => {
    tokenizer = right(await openTokenizer(modelAt(folder))())
    const config = right(await readBlipConfig(modelAt(folder))())
    text = right(await openBlipText(modelAt(folder), config.text)())
    textWithoutDec = right(await openBlipText(modelAt(copy), config.text)())
  })

  test.each(encode)('reads $text', ({ text: read, ids }) => expect(right(tokenizer.encode(read))).toEqual(ids))

  test.each(decode)('writes $text', ({ ids, text: whole, text_skip_special, text_skip_special_clean_up_true }) => {
    expect(right(tokenizer.decode(ids, { skipSpecialTokens: false, cleanUpSpaces: false }))).toBe(whole)
    expect(right(text.captionOf(ids, false))).toBe(text_skip_special)
    expect(right(text.captionOf(ids))).toBe(text_skip_special_clean_up_true)
  })

  test.each(withoutDec)('writes $text_skip_special without [DEC] in the vocabulary', ({ ids, text_skip_special }) => {
    expect(right(textWithoutDec.captionOf(ids, false))).toBe(text_skip_special)
  })

  test('begins with the prompt as generate() does', () => {
    const beginning = right(text.beginning(values.prompt))
    for (const { prompt_20 } of values.images) {
      expect(prompt_20?.ids.slice(0, beginning.length) ?? beginning).toEqual(beginning)
    }
  })
})
