import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import type { ScoreContext } from '../core/reward.js'
import { leastRecent } from './least-recent.js'
import type { Mine } from './mine-texts.js'
import type { Proposal } from './sentence.js'

/** What the distinct ones among texts propose. */
export type MineDistinct = (
  texts: Iterable<string>,
  context: ScoreContext,
) => TE.TaskEither<RewardError, ReadonlyMap<string, ReadonlyArray<Proposal>>>

/** Longer texts, in UTF-16 units, are parsed anew in every batch: what is kept would take memory without a bound. */
const LONGEST_KEPT = 2000

/**
 * Parses each distinct text once.
 *
 * @param size - How many texts are remembered from one call to the next.
 */
export const mineDistinct = (mine: Mine, size: number): MineDistinct => {
  const kept = leastRecent<ReadonlyArray<Proposal>>(size)
  return (texts, context) => {
    const found = new Map<string, ReadonlyArray<Proposal>>()
    const missing = new Set<string>()
    for (const text of texts) {
      if (found.has(text) || missing.has(text)) continue
      const known = kept.get(text)
      if (known === undefined) missing.add(text)
      else found.set(text, known)
    }
    if (missing.size === 0) return TE.right(found)
    const asked = [...missing]
    return pipe(
      mine(asked, context),
      TE.map((mined) => {
        for (const [i, text] of asked.entries()) {
          const proposals = mined[i] as ReadonlyArray<Proposal>
          found.set(text, proposals)
          if (text.length <= LONGEST_KEPT) kept.set(text, proposals)
        }
        return found
      }),
    )
  }
}
