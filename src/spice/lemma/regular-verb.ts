import { isVowel, isVowelOrY } from './letters.js'
import { hasSyllable, isWholeVerb } from './takes-ending.js'
import { withoutS } from './without-s.js'

/** The base form of a verb whose forms are regular. */
export const regularVerb = (word: string): string => {
  if (word.length > 3 && word.endsWith('ing')) return verbOf(word, word.slice(0, -3))
  if (word.length > 2 && word.endsWith('ed')) return ofPast(word, word.slice(0, -2))
  return withoutS(word)
}

const verbOf = (word: string, stem: string): string => {
  if (!isSpoken(stem)) return word
  return isWholeVerb(stem) ? stem : `${stem}e`
}

/** A stem without a vowel is none: `string`, `bred`. But `ss` and `z` pass. */
const isSpoken = (stem: string): boolean =>
  hasSyllable(stem, stem.length) || stem.endsWith('ss') || (stem.endsWith('z') && stem.length > 2)

const ofPast = (word: string, stem: string): string => {
  const second = stem.charCodeAt(stem.length - 2)
  switch (stem.charAt(stem.length - 1)) {
    case 'e':
      return word
    case 'i':
      if (stem.length < 3) return `${stem}e`
      return isVowel(second) ? stem : `${stem.slice(0, -1)}y`
    case 'o':
    case 'y':
      return stem.length > 2 && isVowelOrY(second) ? stem : `${stem}e`
    default:
      return verbOf(word, stem)
  }
}
