import { lowerCase } from '../text/lower-case.js'
import { WordTable } from '../text/word-table.js'

const table = new WordTable()

/**
 * Numbers the words of a text, its runs between (Python's) white space, lower-cased: equal words get equal numbers, in order of
 * first appearance.
 */
export const wordIds = (text: string): Int32Array => {
  const order = new Int32Array((text.length >> 1) + 1)
  // Lower case may be longer, never with more words: no letter becomes white space.
  const count = table.fill(lowerCase(text), order)
  table.release()
  return order.subarray(0, count)
}
