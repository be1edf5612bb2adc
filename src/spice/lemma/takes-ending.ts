import { isVowel, isVowelOrY } from './letters.js'

/**
 * Whether a verb's stem, as it stands before `-ing` or `-ed`, is the verb itself (`walk`); if not, it lacks an e (`danc`). Spelling
 * decides: its last letter, the three before it, and whether it has another syllable.
 */
export const isWholeVerb = (stem: string): boolean => {
  const end = stem.length
  const last = stem.charAt(end - 1)
  const second = stem.charAt(end - 2)
  const isSecondVowel = vowel(second)
  if (end === 1 || (end === 2 && isSecondVowel && !vowelOrY(last))) return false
  const isThird = isVowelAt(stem, end - 3)
  switch (last) {
    case 'a':
    case 'e':
    case 'i':
      return vowelOrY(second)
    case 'o':
    case 'y':
      return true
    case 'u':
      return false
    case 'g':
      return second === 'n' ? isThird && !hasSyllable(stem, end - 3) : isDouble(stem)
    case 'c':
    case 'v':
      return isDouble(stem)
    case 's':
      return second === 's' || (second === 'u' && !LONG_US.test(stem))
    case 'z':
      return !vowelOrY(second)
    default:
  }
  if (second === 'y') return false
  switch (last) {
    case 'l':
      return second === 'l' ? isDouble(stem) : second === 'r' || second === 'w' || (isSecondVowel && isThird)
    case 'p':
    case 'w':
    case 'x':
      return true
    case 'h':
      return second !== 't' && (!isSecondVowel || isThird)
    case 'd':
      return !isSecondVowel || (isThird && stem.charAt(end - 3) !== 'u')
    case 'n':
      return second !== 'i' || isThird
    case 'r':
      return second === 'o'
        ? isThird || (hasSyllable(stem, end - 2) && !LONG_OR.test(stem))
        : second === 'e' || !isSecondVowel || isThird
    case 't':
      if (second === 'i') return isThird || hasSyllable(stem, end - 2)
      if (second === 'e') return isThird || (hasSyllable(stem, end - 2) && !LONG_ET.test(stem))
      return second === 'a' ? /[eo]at$/.test(stem) : !isSecondVowel || isThird
    default:
      return !isSecondVowel || isThird
  }
}

/** `caus`, `focus` with f, and the like of `hous`: they lack an e. */
const LONG_US = /(?:[af]|[dhlmps]o)us$/

/** `color`, `stor` after a consonant: they lack an e. */
const LONG_OR = /(?:^|[^aeiou])[cl]or$|(?:^|[^aeiouc])tor$/

/** `let` after a consonant lacks an e: `complet`. */
const LONG_ET = /(?:^|[^aeiou])let$/

const vowel = (letter: string): boolean => isVowel(letter.charCodeAt(0))

const vowelOrY = (letter: string): boolean => isVowelOrY(letter.charCodeAt(0))

/** A vowel, but for the u of qu. */
const isVowelAt = (stem: string, at: number): boolean =>
  isVowel(stem.charCodeAt(at)) && !(stem.charAt(at) === 'u' && stem.charAt(at - 1) === 'q')

/** The same consonant twice after a single vowel. */
const isDouble = (stem: string): boolean => {
  const end = stem.length
  return stem.charAt(end - 1) === stem.charAt(end - 2) && isVowelAt(stem, end - 3) && !isVowel(stem.charCodeAt(end - 4))
}

/** Whether there's a vowel or y before `end`, but for the u of qu. */
export const hasSyllable = (stem: string, end: number): boolean => {
  for (let at = 0; at < end; at++) if (stem.charAt(at) === 'y' || isVowelAt(stem, at)) return true
  return false
}
