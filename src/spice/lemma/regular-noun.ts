import { withoutS } from './without-s.js'

/** Endings of plurals, longest first where one ends in another, and what stands in their place in the singular. */
const ENDINGS: ReadonlyArray<readonly [ending: string, singular: string]> = [
  ['itis', 'itis'],
  ['wives', 'wife'],
  ['phobia', 'phobia'],
  ['philia', 'philia'],
  ['emia', 'emia'],
  ['enia', 'enia'],
  ['iia', 'ium'],
  ['ia', 'ium'],
  ['la', 'lum'],
  ['zoa', 'zoon'],
  ['hedra', 'hedron'],
  ['ata', 'a'],
  ['ae', 'a'],
  ['men', 'man'],
]

/** The singular of a noun whose plural is regular, also as Latin and Greek have it. */
export const regularNoun = (word: string): string => {
  if (word.endsWith('s')) return word.endsWith('itis') || word.endsWith('wives') ? withEnding(word) : withoutS(word)
  if (word.endsWith('i')) return word.length > 1 && !ROMAN.test(word) ? `${word.slice(0, -1)}us` : word
  return /[aen]$/.test(word) ? withEnding(word) : word
}

/** Roman numerals. */
const ROMAN = /^[cdilmvx]+$/

const withEnding = (word: string): string => {
  for (const [ending, singular] of ENDINGS)
    if (word.length > ending.length && word.endsWith(ending)) return word.slice(0, -ending.length) + singular
  return word
}
