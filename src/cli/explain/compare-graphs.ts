import type { Judged } from '../../spice/score-samples.js'
import type { Category } from '../../spice/score/category.js'
import type { Counts } from '../../spice/score/counts.js'
import { scoreGraphs } from '../../spice/score/score-graphs.js'
import { type JudgedGraph, judgedGraphs } from './judged-graph.js'

/** The numbers of a category, and how many tuples of it each graph has. */
export interface CategoryRow {
  readonly category: Category
  readonly counts: Counts
  readonly candidate: number
  readonly reference: number
}

/** Both scene graphs of a sample, and what became of their tuples. */
export interface GraphComparison {
  /** The name of the reward. */
  readonly reward: string
  /** How it was asked to compare. */
  readonly facts: ReadonlyArray<readonly [label: string, text: string]>
  readonly candidate: JudgedGraph
  readonly reference: JudgedGraph
  /** Where the candidate's text came from. */
  readonly field: 'caption' | 'completion'
  readonly text: string
  /** The texts that make the reference. */
  readonly references: ReadonlyArray<string>
  readonly categories: ReadonlyArray<CategoryRow>
}

/**
 * The graphs that a sample was scored by, for the eye: no text is parsed and no matcher asked again.
 *
 * @param judged - Of the reward, as it scored.
 * @param options - Of the reward in the spec, validated.
 */
export const compareGraphs = (
  { sample, texts, pair: [candidate, reference], score }: Judged,
  options: Readonly<Record<string, unknown>>,
): GraphComparison => {
  const exact = scoreGraphs(candidate, reference)
  const isCaption = sample.caption !== undefined && sample.caption !== null
  return {
    reward: 'spice',
    facts: factsOf(options),
    ...judgedGraphs(candidate, reference, exact, score.partners),
    field: isCaption ? 'caption' : 'completion',
    text: texts.candidate,
    references: texts.references,
    categories: (Object.keys(score.categories) as ReadonlyArray<Category>).map((category) => {
      const { tp, fp, fn } = exact.categories[category]
      return { category, counts: score.categories[category], candidate: tp + fp, reference: tp + fn }
    }),
  }
}

const factsOf = (options: Readonly<Record<string, unknown>>): GraphComparison['facts'] => {
  // Sound: the schema of the reward's options has let them pass.
  const { variant, match, parser } = options as {
    readonly variant?: string
    readonly match?: string | { readonly encoder: string }
    readonly parser?: { readonly url: string }
  }
  return [
    ['variant', variant ?? 'clamped'],
    ['match', typeof match === 'object' ? `encoder ${match.encoder}` : (match ?? 'exact')],
    ...(parser === undefined ? [] : [['parser', shown(parser.url)] as const]),
  ]
}

/** Without its query, which may hold secrets. */
const shown = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
