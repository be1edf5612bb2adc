/**
 * What the score of a word with a tag is made of, so that words with few or no examples borrow from words that look like them: the word itself,
 * its lower-case form, its endings, and its shape (capitals, digits, hyphen, first of the sentence).
 */
const shapeOf = (word: string, first: boolean): string => {
  const lower = word.toLowerCase()
  const upper = word.toUpperCase()
  const capital = word.charAt(0) !== lower.charAt(0)
  let shape = capital ? (word === upper && word.length > 1 ? 'U' : 'C') : word !== lower ? 'm' : 'l'
  if (first && capital) shape += '1'
  if (/[0-9]/.test(word)) shape += /^[0-9.,:/-]+$/.test(word) ? 'D' : 'd'
  else if (!/[a-zA-Z]/.test(word)) shape += 'x'
  if (word.includes('-')) shape += '-'
  return shape
}

/** Keys of the features, each to be joined with a tag; `general` ones with the tag's label alone. All of them exist for every word, known or not. */
export const signatureOf = (word: string, first: boolean): ReadonlyArray<string> => {
  const shape = shapeOf(word, first)
  const lower = word.toLowerCase()
  const keys = [`s:${shape}`]
  const longest = Math.min(4, lower.length - 1)
  for (let n = 1; n <= longest; n++) keys.push(`${shape.charAt(0)}${n}:${lower.slice(-n)}`)
  return keys
}
