import { isVowel, isVowelOrY } from './letters.js'

/** A word without the -s, -es or -ies of a plural or of the third person; the word itself, if it has none. */
export const withoutS = (word: string): string => {
  if (word.length < 3 || !word.endsWith('s')) return word
  switch (word.charAt(word.length - 2)) {
    case 's':
    case 'u':
      return word
    case 'i':
      return word.charAt(word.length - 3) === 's' ? word : cut(word, 1)
    case 'e':
      return withoutEs(word)
    default:
      return cut(word, 1)
  }
}

/** One or two letters less, or y for ies: by what stands before -es. */
const withoutEs = (word: string): string => {
  const end = word.length - 2
  if (end < 2) return cut(word, 1)
  const second = word.charCodeAt(end - 2)
  switch (word.charAt(end - 1)) {
    case 'x':
      return cut(word, 2)
    case 'h':
      return /[cs]h$/.test(cut(word, 2)) ? cut(word, 2) : cut(word, 1)
    case 'i':
      return isVowel(second) || end < 3 ? cut(word, 1) : `${cut(word, 3)}y`
    case 'o':
      return isVowelOrY(second) || end < 3 || word.endsWith('shoes') ? cut(word, 1) : cut(word, 2)
    case 's':
      return WITH_E.test(word) ? cut(word, 1) : cut(word, 2)
    case 'z':
      return isVowelOrY(second) ? cut(word, 1) : cut(word, 2)
    default:
      return cut(word, 1)
  }
}

/** Words whose singular ends in -se: `noses`, `causes`, `horses`, `responses`, `houses`. */
const WITH_E = /(?:[aeio]|[af]u|[hlmp]ou|[aeiou]r|on)ses$/

const cut = (word: string, letters: number): string => word.slice(0, -letters)
