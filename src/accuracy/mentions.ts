import { indexOfLetter } from './options.js'

/** A place where an answer names an option. */
export interface Mention {
  readonly index: number
  readonly start: number
  readonly end: number
}

/** What is looked at before and after a mention to tell whether it is negated, or no mention at all. */
const CONTEXT = 40

/** `not B`, `isn't option B`, `rather than (B)`, `not A or B`. */
const NEGATED_BEFORE =
  /(?:\b(?:not|never|neither|nor|except|without|cannot|(?:anything|all|everything) but|other than)|n[’']t|\brather than|\binstead of|\bexclud(?:e[sd]?|ing))\s{1,4}(?:(?:the|be|an?|option|choice|answer|letter)\s{1,4}){0,3}(?:["'([]?[a-z]["')\]]?\s{1,4}n?or\s{1,4})?["'([]{0,2}$/i

/** The same in Chinese: `不是B`. */
const NEGATED_BEFORE_UNSPACED = /[不没非](?:应该?|能|可能)?(?:是|选择?)?\s{0,4}["'([]?$/

/** `B is wrong`, `(B) is not`. */
const NEGATED_AFTER =
  /^["')\].,]{0,3}\s{1,4}(?:is|was|are|isn[’']t|can[’']t|cannot)\s{1,4}(?:be\s{1,4})?(?:wrong|incorrect|false|not|excluded|right|correct)/i

/** `B, C and D are wrong`, `B and (C) are not`. */
const NEGATED_IN_LIST =
  /^["')\]]?(?:,\s{1,4}["'([]?[a-z]["')\]]?){0,4},?\s{1,4}(?:(?:and|or)\s{1,4}["'([]?[a-z]["')\]]?\s{1,4})?(?:are|were)\s{1,4}(?:all\s{1,4}|both\s{1,4})?(?:wrong|incorrect|false|not)\b/i

/** ... but `B is right` affirms, and `B isn't right` does not. */
const AFFIRMED_AFTER = /^["')\].,]{0,3}\s{1,4}(?:is|was|are)\s{1,4}(?:right|correct)/i

/** Words after which a lone letter is an option whatever its case: `answer is b`, `option a`. */
const CUE_BEFORE =
  /(?:\b(?:choose|pick|select)|\b(?:option|choice|letter|answer)(?:\s{1,4}(?:is|was|would be))?|答案是|选择?|:)\s{0,4}["'([]{0,2}\s?$/i

/** Words before an opinion: after them a lone small letter is an option, but for the words a and i. */
const OPINION_BEFORE = /\b(?:think|say|guess|definitely|probably|it[’']?s|go\s{1,4}with)\s{1,4}["'([]{0,2}$/i

/** What follows the letter A or I where it is no article or pronoun: a verb in the third person, a reason, a conjunction. */
const AFTER_LETTER =
  /^\s{1,4}(?:is|was|because|since|as|and|or|but|seems|looks|matches|for|due|which|with|follows|fits|it|vs)\b/

/** What follows the article or pronoun: a word in lower case. */
const LOWER_CASE_WORD = /^\s{1,4}[a-z]/

/** Whether the option named at [start, end) is ruled out by the words around it. */
export const isNegated = (text: string, start: number, end: number): boolean => {
  const before = text.slice(Math.max(0, start - CONTEXT), start)
  if (NEGATED_BEFORE.test(before) || NEGATED_BEFORE_UNSPACED.test(before)) return true
  const after = text.slice(end, end + CONTEXT)
  return (NEGATED_AFTER.test(after) && !AFFIRMED_AFTER.test(after)) || NEGATED_IN_LIST.test(after)
}

/** Part of a word, for the place of a lone letter: ASCII letters and digits, and signs that make a name of it (C++, A's, A-frame). */
const GLUE = /[A-Za-z0-9_+'’]/

const isAlone = (text: string, at: number): boolean => {
  if (GLUE.test(text.charAt(at - 1)) || GLUE.test(text.charAt(at + 1)) || text.charAt(at + 1) === '#') return false
  // e.g., A-frame, x.y: joined by a sign to a letter.
  const joinsLeft = /[-.]/.test(text.charAt(at - 1)) && /[A-Za-z0-9]/.test(text.charAt(at - 2))
  const joinsRight = /[-.]/.test(text.charAt(at + 1)) && /[A-Za-z0-9]/.test(text.charAt(at + 2))
  return !joinsLeft && !joinsRight
}

/** Whether a lone letter names an option here: capitals, but for the words A and I; small letters where something marks them. */
const namesOption = (text: string, at: number): boolean => {
  const letter = text.charAt(at)
  const before = text.slice(Math.max(0, at - CONTEXT), at)
  const after = text.slice(at + 1, at + 1 + CONTEXT)
  if (letter === 'A' || letter === 'I')
    return !LOWER_CASE_WORD.test(after) || AFTER_LETTER.test(after) || CUE_BEFORE.test(before)
  if (letter >= 'A' && letter <= 'Z') return true
  const bracketed = /[([]\s?$/.test(before) && /^\s?[)\]]/.test(after)
  const label = (before.trim() === '' && /^[.:\]]/.test(after)) || (after.startsWith(')') && !before.includes('('))
  if (bracketed || label || (CUE_BEFORE.test(before) && !LOWER_CASE_WORD.test(after))) return true
  if (letter === 'a' || letter === 'i') return false
  const reasoned = before.trim() === '' && AFTER_LETTER.test(after)
  return reasoned || (OPINION_BEFORE.test(before) && !LOWER_CASE_WORD.test(after))
}

/**
 * The next place from `from` on where a lone letter names one of the first `count` options, looking past the places in `masked` (in
 * order, not overlapping). Answers undefined at the end of the text.
 */
export const nextLetter = (
  text: string,
  from: number,
  count: number,
  masked: ReadonlyArray<Mention>,
): Mention | undefined => {
  let mask = 0
  for (let at = from; at < text.length; at++) {
    while (mask < masked.length && (masked[mask] as Mention).end <= at) mask++
    const hidden = masked[mask]
    if (hidden !== undefined && hidden.start <= at) {
      at = hidden.end - 1
      continue
    }
    const unit = text.charCodeAt(at) | 0x20
    if (unit < 0x61 || unit > 0x7a) continue
    const index = indexOfLetter(text.charAt(at))
    if (index < 0 || index >= count || !isAlone(text, at) || !namesOption(text, at)) continue
    return { index, start: at, end: at + 1 }
  }
  return undefined
}

const WORD_PART = /[\p{L}\p{N}_]/u

/** Scripts that write no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u

const isWordPart = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  if (unit >= 0x80) return WORD_PART.test(text.charAt(at)) && !UNSPACED.test(text.charAt(at))
  return (unit >= 0x30 && unit <= 0x39) || unit === 0x5f || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a)
}

/** A word of one character of these is told from a part of a longer one by what is around it. */
const isLetterOrDigit = (text: string, at: number): boolean => WORD_PART.test(text.charAt(at))

/** A sign, digits or a separator that a number goes on to the left with, to the right. */
const NUMBER_BEFORE = /(?:\d[.,/:]|(?:^|[^\p{L}\d])[-−.])$/u
const NUMBER_AFTER = /^[.,/:]\d/

/** Whether what stands at [start, end) is a part of a number: the 5 in `0.5`, `-5` and `5,000`. */
const isWithinNumber = (text: string, start: number, end: number): boolean =>
  (/\d/.test(text.charAt(start)) && NUMBER_BEFORE.test(text.slice(Math.max(0, start - 2), start))) ||
  (/\d/.test(text.charAt(end - 1)) && NUMBER_AFTER.test(text.slice(end, end + 2)))

/** Every place where an option's text stands as whole words, longer texts first, none within another. Both are lower-cased. */
export const textMentions = (lower: string, texts: ReadonlyArray<string>): ReadonlyArray<Mention> => {
  const byLength = texts.map((text, index) => ({ text, index })).sort((a, b) => b.text.length - a.text.length)
  const found: Array<Mention> = []
  for (const { text, index } of byLength) {
    if (text === '' || (text.length === 1 && indexOfLetter(text) >= 0)) continue
    const isPart = text.length === 1 && UNSPACED.test(text) ? isLetterOrDigit : isWordPart
    const startsWord = isPart(text, 0)
    const endsWord = isPart(text, text.length - 1)
    let taken = 0
    for (let start = lower.indexOf(text); start >= 0 && taken < MOST_MENTIONS; start = lower.indexOf(text, start)) {
      const end = start + text.length
      const begins = !startsWord || !isPart(lower, start - 1)
      if (begins && !(endsWord && isPart(lower, end)) && !isWithinNumber(lower, start, end)) {
        taken++
        if (!found.some((other) => start < other.end && other.start < end)) found.push({ index, start, end })
      }
      // The rest of a word begins no word: looking on behind it keeps the time linear.
      start++
      if (startsWord) while (start < lower.length && isPart(lower, start - 1)) start++
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** An answer that names options more often than this has not decided. */
export const MOST_MENTIONS = 32
