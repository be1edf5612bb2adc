/**
 * White space as Python's `str.isspace`, `str.strip`, `str.split` and `\s` in `re` know it, which the published rewards are
 * written with. JavaScript's own set has U+FEFF in, and U+001C..U+001F and U+0085 out.
 */

/** Whether a UTF-16 unit is white space to Python. All of them lie in the basic plane. */
export const isSpace = (unit: number): boolean => {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f)
  if (unit === 0x85 || unit === 0xa0) return true
  if (unit < 0x1680) return false
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  )
}

/** Python's `text.strip()`. */
export const strip = (text: string): string => {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Python's `text.rstrip(characters)`; the characters lie in the basic plane. */
export const stripEnd = (text: string, characters: string): string => {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return end === text.length ? text : text.slice(0, end)
}

/** Python's `text.split()`: the runs between white space. */
export const splitWords = (text: string): ReadonlyArray<string> => {
  const words: Array<string> = []
  let start = -1
  for (let i = 0; i < text.length; i++) {
    if (isSpace(text.charCodeAt(i))) {
      if (start >= 0) words.push(text.slice(start, i))
      start = -1
    } else if (start < 0) start = i
  }
  if (start >= 0) words.push(text.slice(start))
  return words
}
