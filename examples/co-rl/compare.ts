/** Two strategies seed by seed: the same start, the same batches, so that differences are paired. */
import type { Evaluation } from './evaluate.js'
import type { Study } from './study.js'
import { curvesOf, spreadOf, STRATEGIES, type StrategyName } from './summary.js'

export type Reward = 'text' | 'image'

/** What is compared: where strategies end, or the mean of what they earn along stage 1. */
type When = keyof Evaluation | 'along'

/** A strategy less another one, over the seeds. */
export interface Difference {
  readonly mean: number
  /** Mean over its standard error; null of a single seed, and where all seeds differ by the same. */
  readonly t: number | null
  /** Seeds in which the first earns more. */
  readonly higher: number
}

export interface Comparison {
  readonly of: StrategyName
  readonly less: StrategyName
  readonly when: When
  readonly differences: Readonly<Record<Reward, Difference>>
}

/** What the study is about: which way to train both tasks is ahead, what merging costs, and what refining adds to longer training. */
const ASKED = [
  ['unified', 'separate', 'trained'],
  ['unified', 'alternating', 'trained'],
  ['alternating', 'separate', 'trained'],
  ['unified', 'separate', 'heldOut'],
  ['unified', 'alternating', 'heldOut'],
  ['alternating', 'separate', 'heldOut'],
  ['unified', 'separate', 'along'],
  ['unified', 'alternating', 'along'],
  ['gaussian', 'unified', 'trained'],
  ['gaussian', 'mean', 'trained'],
  ['refined', 'longer', 'trained'],
  ['refined', 'longer', 'heldOut'],
] as const satisfies ReadonlyArray<readonly [StrategyName, StrategyName, When]>

/** One number a seed. */
const earned = (studies: ReadonlyArray<Study>, name: StrategyName, reward: Reward, when: When): ReadonlyArray<number> =>
  curvesOf(studies, STRATEGIES[name][reward]).map((curve) =>
    when === 'along'
      ? curve.reduce((sum, { trained }) => sum + trained[reward], 0) / curve.length
      : curve.at(-1)![when][reward],
  )

/** Numbers that belong together, one pair a seed. */
export const differenceOf = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): Difference => {
  const gaps = a.map((value, i) => value - b[i]!)
  const { mean, deviation } = spreadOf(gaps)
  const t = deviation === 0 ? null : mean / (deviation / Math.sqrt(gaps.length))
  return { mean, t, higher: gaps.filter((gap) => gap > 0).length }
}

export const comparisonsOf = (studies: ReadonlyArray<Study>): ReadonlyArray<Comparison> =>
  ASKED.map(([of, less, when]) => {
    const between = (reward: Reward): Difference =>
      differenceOf(earned(studies, of, reward, when), earned(studies, less, reward, when))
    return { of, less, when, differences: { text: between('text'), image: between('image') } }
  })
