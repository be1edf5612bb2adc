import { exceptionalNoun, exceptionalVerb } from './exception-table.js'
import { regularNoun } from './regular-noun.js'
import { regularVerb } from './regular-verb.js'

/**
 * The lemma of a word with a part-of-speech tag of the Penn Treebank (RULES 2): proper nouns as they are, plural nouns in the
 * singular, verbs in their base form, some pronouns and modals by a list, and anything else in lower case.
 *
 * @category lemma
 * @since 0.3.0
 */
export const lemmaOf = (word: string, tag: string): string => {
  switch (tag) {
    case 'NNP':
    case 'NNPS':
      return word
    case 'NNS':
      return nounLemma(word.toLowerCase(), tag)
    case 'PRP':
    case 'PRP$':
      return listed(PRONOUNS, word)
    case 'MD':
      return listed(MODALS, word)
    case 'RB':
      return listed(ADVERBS, word)
    case 'DT':
      return listed(DETERMINERS, word)
    default:
      return tag.startsWith('VB') ? verbLemma(word.toLowerCase(), tag) : word.toLowerCase()
  }
}

const PRONOUNS = new Map([
  ['i', 'I'],
  ['me', 'I'],
  ['him', 'he'],
  ['his', 'he'],
  ['her', 'she'],
  ['them', 'they'],
  ['their', 'they'],
  ['us', 'we'],
  ['our', 'we'],
  ['your', 'you'],
])

const MODALS = new Map([
  ["'ll", 'will'],
  ["'d", 'would'],
  ['ca', 'can'],
  ['wo', 'will'],
])

const ADVERBS = new Map([["n't", 'not']])

const DETERMINERS = new Map([['an', 'a']])

/** Of verbs written short; the tag tells have from would and be from a genitive. */
const CLITICS = new Map([
  ["'re", 'be'],
  ["'m", 'be'],
  ["'ve", 'have'],
  ["'ll", 'will'],
])

const listed = (list: ReadonlyMap<string, string>, word: string): string => {
  const lower = word.toLowerCase()
  return list.get(lower) ?? lower
}

const nounLemma = (word: string, tag: string): string => reduced(word, tag, exceptionalNoun, regularNoun)

const verbLemma = (word: string, tag: string): string => {
  if (tag === 'VBZ' && (word === "'s" || word === 's')) return 'be'
  if (tag === 'VBD' && word === "'d") return 'have'
  return CLITICS.get(word) ?? reduced(word, tag, exceptionalVerb, regularVerb)
}

/** By the list, else by the rules; of a compound, its last part. */
const reduced = (
  word: string,
  tag: string,
  find: (part: string) => string | undefined,
  rule: (part: string) => string,
): string => {
  const known = find(word)
  if (known !== undefined) return known
  if (!isReducible(word)) return word
  if (word === "'s") return "'"
  const start = word.lastIndexOf('-') + 1
  if (start === 0) return rule(word)
  // The original loses its way where a hyphen ends the word.
  if (start === word.length) return `${word}_${tag}`
  const last = word.slice(start)
  return word.slice(0, start) + (find(last) ?? rule(last))
}

/** Letters and digits of ASCII, hyphens and apostrophes: any other word stays as it is. */
const isReducible = (word: string): boolean => {
  let hasLetter = false
  for (let at = 0; at < word.length; at++) {
    const unit = word.charCodeAt(at)
    if ((unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39)) hasLetter = true
    else if (unit !== 0x2d && unit !== 0x27) return false
  }
  return hasLetter
}
