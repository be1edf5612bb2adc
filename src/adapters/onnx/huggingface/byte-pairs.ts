import type { Json } from './read-json.js'
import { addedTokens, type Role, rolesOf } from './special-tokens.js'

/** What the two kinds of tokenizers by pairs of bytes differ in. */
interface Kind {
  readonly usual: Readonly<Partial<Record<Role, string>>>
  readonly normalizer: Json | null
  readonly preTokenizer: (config: Json) => Json
  /** Which roles stand before and after a text. */
  readonly around: readonly [before: Role, after: Role]
  readonly model: Json
}

const BYTES = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }

/** RoBERTa (Liu et al. 2019): the pieces of GPT-2, capitals and spaces kept. */
const ROBERTA: Kind = {
  usual: {
    bos_token: '<s>',
    eos_token: '</s>',
    unk_token: '<unk>',
    sep_token: '</s>',
    pad_token: '<pad>',
    cls_token: '<s>',
    mask_token: '<mask>',
  },
  normalizer: null,
  preTokenizer: (config) => ({ ...BYTES, add_prefix_space: config['add_prefix_space'] === true }),
  around: ['cls_token', 'sep_token'],
  model: { unk_token: null, continuing_subword_prefix: '', end_of_word_suffix: '' },
}

/** Words, digits one by one, and what stands between, as CLIP takes texts apart. */
const CLIP_WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"

/** CLIP (Radford et al. 2021): lower case, and an end of a word is marked. */
const CLIP: Kind = {
  usual: {
    bos_token: '<|startoftext|>',
    eos_token: '<|endoftext|>',
    unk_token: '<|endoftext|>',
    pad_token: '<|endoftext|>',
  },
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'NFC' },
      { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
      { type: 'Lowercase' },
    ],
  },
  preTokenizer: () => ({
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: CLIP_WORDS }, behavior: 'Removed', invert: true },
      { ...BYTES, use_regex: false },
    ],
  }),
  around: ['bos_token', 'eos_token'],
  model: { unk_token: '<|endoftext|>', continuing_subword_prefix: '', end_of_word_suffix: '</w>' },
}

/**
 * The description of a tokenizer by pairs of bytes where a folder has its vocabulary (`vocab.json`) and its pairs (`merges.txt`) alone: CLIP's
 * where the vocabulary has `<|startoftext|>`, else RoBERTa's.
 *
 * @returns What `tokenizer.json` would hold; nothing where the vocabulary lacks the tokens that stand around a text.
 */
export const bytePairDescription = (vocab: Json, mergesText: string, config: Json): Json | undefined => {
  const vocabulary = new Map(Object.entries(vocab) as Array<[string, number]>)
  const kind = vocabulary.has('<|startoftext|>') ? CLIP : ROBERTA
  const roles = rolesOf(config, kind.usual)
  const [before, after] = kind.around.map((role) => roles.get(role) as string) as [string, string]
  if (!vocabulary.has(before) || !vocabulary.has(after)) return undefined
  const merges = mergesText.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version'))
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(vocabulary, config, roles),
    normalizer: kind.normalizer,
    pre_tokenizer: kind.preTokenizer(config),
    post_processor: {
      type: 'RobertaProcessing',
      sep: [after, vocabulary.get(after)],
      cls: [before, vocabulary.get(before)],
      trim_offsets: true,
      add_prefix_space: false,
    },
    decoder: { ...BYTES, add_prefix_space: true },
    model: { type: 'BPE', ...kind.model, fuse_unk: false, byte_fallback: false, merges, vocab },
  }
}
