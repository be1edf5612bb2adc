/** The runs of three characters of a word, its beginning and end marked, ascending. A character is a UTF-16 unit. */
export type Trigrams = Float64Array

/** Longer words are told by their beginning. */
const LONGEST = 64
const EDGE = 0
const UNIT = 2 ** 16

export const trigramsOf = (word: string): Trigrams => {
  const letters = word.slice(0, LONGEST).toLowerCase()
  const unit = (i: number): number => (i < 0 || i >= letters.length ? EDGE : letters.charCodeAt(i))
  return Float64Array.from(letters, (_, i) => i)
    .map((i) => (unit(i - 1) * UNIT + unit(i)) * UNIT + unit(i + 1))
    .sort()
}

/** Dice's coefficient: twice the trigrams in common over those of both words, in [0, 1]. */
export const diceOf = (a: Trigrams, b: Trigrams): number => {
  if (a.length + b.length === 0) return 0
  let common = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] as number, b[j] as number]
    if (x === y) common++
    if (x <= y) i++
    if (y <= x) j++
  }
  return (2 * common) / (a.length + b.length)
}
