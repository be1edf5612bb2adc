/** Pairs of tokens that are compared at once at most: their cosines are 16 MB. */
export const MOST_PAIRS = 2 ** 22

/** Some rows, one behind another. */
export interface Block {
  readonly from: number
  readonly count: number
}

/** The rows of one side in as many blocks as it takes to compare each with all of the other side. */
export const rowBlocks = (count: number, others: number, mostPairs: number): ReadonlyArray<Block> => {
  const most = Math.max(1, Math.floor(mostPairs / others))
  return Array.from({ length: Math.ceil(count / most) }, (_, i) => ({
    from: i * most,
    count: Math.min(most, count - i * most),
  }))
}
