/** How much a token says, by its number. */
export type TokenWeight = (id: number) => number

/**
 * Inverse document frequency: what stands in many documents says little. w = ln((N + 1) / (n + 1)), with n of N documents that hold the token;
 * tokens that stand around every text get 0.
 *
 * @param documents - Tokens of each document, the special ones included.
 * @remarks Zhang et al. 2020, with one added to both counts. The documents are given, not the batch at hand: a score would depend on its neighbours.
 * @example
 * ```ts @import.meta.vitest
 * const weight = idfWeights([[0, 7, 7, 2], [0, 8, 2]])
 * expect([0, 7, 9].map(weight)).toEqual([0, Math.log(3 / 2), Math.log(3)])
 * ```
 * @category pure
 * @since 0.4.0
 */
export const idfWeights = (documents: Iterable<ReadonlyArray<number>>): TokenWeight => {
  const counts = new Map<number, number>()
  let total = 0
  for (const ids of documents) {
    total++
    for (const id of new Set(ids)) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return (id) => Math.log((total + 1) / ((counts.get(id) ?? 0) + 1))
}
