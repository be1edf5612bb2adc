import type { Matches } from '../score/match-tuples.js'
import type { Similarities } from './tuple-matcher.js'

/**
 * The tuple most similar to a given one, among those of the other graph: its number, nothing where none has anything in common.
 *
 * @category model
 * @since 0.3.0
 */
export interface Best {
  readonly partner: number | undefined
  readonly similarity: number
}

/** The tuples of one kind of two graphs, and how similar they are. */
export interface Block {
  /** From the first tuple of the candidate to the one after the last. */
  readonly rows: readonly [from: number, to: number]
  readonly columns: readonly [from: number, to: number]
  /** So many of each side have similarities. */
  readonly most: number
  readonly similarities: Similarities
  /** Of all tuples of the candidate: which of the reference they match exactly. These have similarity 1. */
  readonly matches: Matches
}

/** The best partner of each row and of each column; among equals the first. */
export const bestOf = (
  { rows: [rowsFrom, rowsTo], columns: [columnsFrom, columnsTo], most, similarities, matches }: Block,
  isCompared: (row: number, column: number) => boolean = () => true,
): { readonly rows: ReadonlyArray<Best>; readonly columns: ReadonlyArray<Best> } => {
  const [height, width] = [rowsTo - rowsFrom, columnsTo - columnsFrom]
  const rows = Array.from<Best>({ length: height }).fill(NONE)
  const columns = Array.from<Best>({ length: width }).fill(NONE)
  const offer = (i: number, j: number, similarity: number): void => {
    if (similarity > (rows[i] as Best).similarity) rows[i] = { partner: columnsFrom + j, similarity }
    if (similarity > (columns[j] as Best).similarity) columns[j] = { partner: rowsFrom + i, similarity }
  }
  for (let i = 0; i < height; i++)
    for (const match of matches[rowsFrom + i] ?? [])
      if (isCompared(i, match - columnsFrom)) offer(i, match - columnsFrom, 1)
  const stride = Math.min(width, most)
  for (let i = 0; i < Math.min(height, most); i++)
    for (let j = 0; j < stride; j++) if (isCompared(i, j)) offer(i, j, similarities[i * stride + j] as number)
  return { rows, columns }
}

const NONE: Best = { partner: undefined, similarity: 0 }
