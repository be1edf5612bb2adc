import { isJson, type Json } from './read-json.js'

/**
 * Where `@huggingface/tokenizers` 0.2.0 and the tokenizers of transformers part ways, and what brings them together:
 *
 * | | original | the package | mended by |
 * | --- | --- | --- | --- |
 * | Σ at the end of a word, in lower case | σ | ς | writing σ beforehand |
 * | Chinese characters beyond U+FFFF (BertNormalizer) | each a word | parts of words | spaces beforehand |
 * | U+0085 is a space, U+FEFF is none (ByteLevel) | so | the other way round | the same pattern as a `Split`, which gets it right |
 *
 * What is left: U+1885 and U+1886, letters in the original, accents here (their class changed with Unicode 9).
 */
export const mendedDescription = (description: Json): Json => {
  const split = description['pre_tokenizer']
  return isJson(split) ? { ...description, pre_tokenizer: mendedSplit(split) } : description
}

/** How GPT-2 takes a text apart, and after it all of its kind. */
const GPT2_WORDS = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"

const mendedSplit = (split: Json): Json => {
  const { type, pretokenizers, add_prefix_space, use_regex } = split
  if (type === 'Sequence' && Array.isArray(pretokenizers)) {
    return { ...split, pretokenizers: pretokenizers.map((one) => (isJson(one) ? mendedSplit(one) : (one as unknown))) }
  }
  // A space before the text would come before each of its words.
  if (type !== 'ByteLevel' || add_prefix_space === true || use_regex === false) return split
  const words = { type: 'Split', pattern: { Regex: GPT2_WORDS }, behavior: 'Isolated', invert: false }
  return { type: 'Sequence', pretokenizers: [words, { ...split, use_regex: false }] }
}

/** What becomes of a text before the package reads it. */
export const textMender = (description: Json): ((text: string) => string) => {
  const steps = stepsOf(description['normalizer'])
  const lowers = steps.some(({ type, lowercase }) => type === 'Lowercase' || (isBert(type) && lowercase === true))
  const splits = steps.some(({ type, handle_chinese_chars }) => isBert(type) && handle_chinese_chars === true)
  return (text) => {
    const lowered = lowers ? text.replaceAll('Σ', 'σ') : text
    return splits ? lowered.replace(RARE_CHINESE, ' $& ') : lowered
  }
}

/** As far as the original goes: U+2B820 to U+2B91F are not among them. */
const RARE_CHINESE = /[\u{20000}-\u{2A6DF}\u{2A700}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu

const isBert = (type: unknown): boolean => type === 'BertNormalizer'

const stepsOf = (normalizer: unknown): ReadonlyArray<Json> => {
  if (!isJson(normalizer)) return []
  const { type, normalizers } = normalizer
  return type === 'Sequence' && Array.isArray(normalizers) ? normalizers.flatMap(stepsOf) : [normalizer]
}
