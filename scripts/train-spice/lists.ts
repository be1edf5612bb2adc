/**
 * Lists of scored trees: what the original prints as the best trees of a sentence and their scores (logarithms of probabilities). A file holds,
 * for each sentence, a line `= words` (or `# hash` where the words stand in the data and may not be repeated) and a line `score tree` for each
 * tree, the best first, trees without words. Compressed with brotli.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

export interface ScoredList {
  /** The words, or their hash. */
  readonly words: string
  readonly hashed: boolean
  readonly trees: ReadonlyArray<readonly [score: number, tree: string]>
}

/** By which a list knows its sentence. */
export const sentenceHash = (words: string): string =>
  createHash('sha256').update(words).digest('base64url').slice(0, 12)

export const readLists = (file: string): ReadonlyArray<ScoredList> => {
  const lists: Array<{ words: string; hashed: boolean; trees: Array<readonly [number, string]> }> = []
  for (const line of brotliDecompressSync(readFileSync(file)).toString('utf8').split('\n')) {
    const blank = line.indexOf(' ')
    if (blank < 0) continue
    const [head, rest] = [line.slice(0, blank), line.slice(blank + 1)]
    if (head === '=' || head === '#') lists.push({ words: rest, hashed: head === '#', trees: [] })
    else lists.at(-1)?.trees.push([Number(head), rest])
  }
  return lists
}

export const writeLists = (file: string, lists: Iterable<ScoredList>): void => {
  const lines: string[] = []
  for (const { words, hashed, trees } of lists) {
    lines.push(`${hashed ? '#' : '='} ${words}`)
    for (const [score, tree] of trees) lines.push(`${score.toFixed(3)} ${tree}`)
  }
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_LARGE_WINDOW, BROTLI_PARAM_SIZE_HINT } = constants
  const text = Buffer.from(`${lines.join('\n')}\n`)
  const params = {
    [BROTLI_PARAM_QUALITY]: 10,
    [BROTLI_PARAM_LGWIN]: 24,
    [BROTLI_PARAM_LARGE_WINDOW]: 0,
    [BROTLI_PARAM_SIZE_HINT]: text.length,
  }
  writeFileSync(file, brotliCompressSync(text, { params }))
}
