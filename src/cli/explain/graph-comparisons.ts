import * as E from 'fp-ts/lib/Either.js'
import type { Outcome } from '../../core/outcome.js'
import type { LoadContext } from '../../presets/entry.js'
import type { Judged } from '../../spice/score-samples.js'
import type { GraphComparison } from './compare-graphs.js'

/** The scene graphs behind a sample's score, one comparison for each reward of the spec that has some. */
export interface GraphComparisons {
  readonly graphs: ReadonlyArray<GraphComparison>
  /** What could not be shown, and why. */
  readonly notes: ReadonlyArray<string>
}

/** Sees the graphs of a sample while it is scored. */
export interface WatchedGraphs {
  /** For the loading of the reward. */
  readonly watchSpice: NonNullable<LoadContext['watchSpice']>
  /** What was seen, once the sample has been scored; what was compared alike is told once. */
  readonly comparisons: () => Promise<GraphComparisons>
}

/** A SPICE of the spec, and what it did last. */
interface Watched {
  readonly options: Readonly<Record<string, unknown>>
  judged: E.Either<Outcome, Judged> | undefined
}

const MAX_COMPARISONS = 4

const UNSCORED =
  'the scene graphs of spice are left out: it gave this sample no score, and graphs are shown as they were scored only'

/**
 * The graphs are those that the reward compared: a parser behind HTTP may answer otherwise when it is asked again, and a sentence encoder
 * takes its time.
 */
export const watchGraphs = (): WatchedGraphs => {
  const rewards: Array<Watched> = []
  return {
    watchSpice: (options) => {
      const watched: Watched = { options, judged: undefined }
      rewards.push(watched)
      return (judged) => (watched.judged = judged)
    },
    comparisons: () => comparisonsOf(rewards),
  }
}

const comparisonsOf = async (rewards: ReadonlyArray<Watched>): Promise<GraphComparisons> => {
  if (rewards.length === 0) return { graphs: [], notes: [] }
  // What draws graphs is loaded where a reward has some.
  const { compareGraphs } = await import('./compare-graphs.js')
  const graphs = new Map<string, GraphComparison>()
  for (const { options, judged } of rewards) {
    // A sample without texts to compare: its outcome says why.
    if (judged === undefined || E.isLeft(judged)) continue
    const comparison = compareGraphs(judged.right, options)
    graphs.set(JSON.stringify(comparison), comparison)
  }
  const left = graphs.size - MAX_COMPARISONS
  return {
    graphs: [...graphs.values()].slice(0, MAX_COMPARISONS),
    notes: [
      ...(rewards.some(({ judged }) => judged === undefined) ? [UNSCORED] : []),
      ...(left > 0 ? [`the scene graphs of ${left} more are left out: those of ${MAX_COMPARISONS} are shown`] : []),
    ],
  }
}
