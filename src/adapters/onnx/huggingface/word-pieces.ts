import type { Json } from './read-json.js'
import { addedTokens, rolesOf } from './special-tokens.js'

const USUAL = {
  unk_token: '[UNK]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  cls_token: '[CLS]',
  mask_token: '[MASK]',
} as const

/**
 * The description of BERT's tokenizer (WordPiece, Devlin et al. 2019) where a folder has its vocabulary alone: `vocab.txt`, a piece a line.
 *
 * @param config - `tokenizer_config.json`: `do_lower_case`, `strip_accents`, `tokenize_chinese_chars`, and the special tokens.
 * @returns What `tokenizer.json` would hold; nothing where the vocabulary lacks the tokens that every text needs.
 */
export const wordPieceDescription = (vocabularyText: string, config: Json): Json | undefined => {
  const lines = vocabularyText.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const vocabulary = new Map(lines.map((piece, id) => [piece, id]))
  const roles = rolesOf(config, USUAL)
  const [cls, sep, unknown] = [roles.get('cls_token'), roles.get('sep_token'), roles.get('unk_token')] as [
    string,
    string,
    string,
  ]
  if (![cls, sep, unknown].every((token) => vocabulary.has(token))) return undefined
  const { strip_accents = null } = config
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(vocabulary, config, roles),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config['tokenize_chinese_chars'] !== false,
      strip_accents,
      lowercase: config['do_lower_case'] !== false,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: [sep, vocabulary.get(sep)], cls: [cls, vocabulary.get(cls)] },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: unknown,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary),
    },
  }
}
