/**
 * The classes that a word nobody has seen belongs to, the narrowest first: its shape (capitals, digits, hyphen, first of the sentence) with its
 * last four, three, two and one letters, and the shape alone. Words of a class share the tags that most known words of that class have.
 */
export const wordClasses = (word: string, first: boolean): ReadonlyArray<string> => {
  const shape = shapeOf(word, first)
  const lower = word.toLowerCase()
  const classes: string[] = []
  for (let n = Math.min(LONGEST_ENDING, lower.length - 1); n > 0; n--) classes.push(`${shape} ${lower.slice(-n)}`)
  classes.push(shape)
  return classes
}

const LONGEST_ENDING = 4

/** Longer words are judged by this many of their first characters, and by their ending. */
const LOOKED_AT = 64

const shapeOf = (whole: string, first: boolean): string => {
  const word = whole.slice(0, LOOKED_AT)
  const lower = word.toLowerCase()
  const capital = word.charAt(0) !== lower.charAt(0)
  let shape = capital ? (word === word.toUpperCase() && word.length > 1 ? 'U' : 'C') : word === lower ? 'l' : 'm'
  if (first && capital) shape += '1'
  if (/[0-9]/.test(word)) shape += /^[0-9.,:/-]+$/.test(word) ? 'D' : 'd'
  else if (!/[a-z]/i.test(word)) shape += 'x'
  if (word.includes('-')) shape += '-'
  return shape
}
