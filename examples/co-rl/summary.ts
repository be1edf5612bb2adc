/** Studies of several seeds, strategy by strategy. */
import type { Earned, Evaluation } from './evaluate.js'
import type { Point, RunName, Study } from './study.js'

/** A strategy, and the runs whose policies do its two tasks. */
interface Strategy {
  readonly title: string
  readonly text: RunName
  readonly image: RunName
}

const ofOne = (title: string, run: RunName): Strategy => ({ title, text: run, image: run })

export const STRATEGIES = {
  untrained: ofOne('Untrained', 'untrained'),
  separate: { title: 'Separate (two policies)', text: 'separate-text', image: 'separate-image' },
  mean: ofOne('Separate, merged by the mean', 'merged-mean'),
  gaussian: ofOne('Separate, merged by Gaussian weights', 'merged-gaussian'),
  alternating: ofOne('Alternating', 'alternating'),
  unified: ofOne('Unified', 'unified'),
  longer: ofOne('Unified, half as long again', 'unified-longer'),
  refined: { title: 'Unified, then refined (two policies)', text: 'refined-text', image: 'refined-image' },
} as const satisfies Readonly<Record<string, Strategy>>

export type StrategyName = keyof typeof STRATEGIES
export const STRATEGY_NAMES = Object.keys(STRATEGIES) as ReadonlyArray<StrategyName>

export type Measure = keyof Earned
export const MEASURES = ['mcq', 'format', 'ssim', 'matching', 'text', 'image'] as const satisfies ReadonlyArray<Measure>

/** Over the seeds. */
export interface Spread {
  readonly mean: number
  /** Unbiased; 0 for a single seed. */
  readonly deviation: number
}

export const spreadOf = (values: ReadonlyArray<number>): Spread => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 }
}

const runOf = (measure: Measure, { text, image }: Strategy): RunName =>
  measure === 'ssim' || measure === 'matching' || measure === 'image' ? image : text

/** The points of a curve, one for each number of batches. */
export interface CurvePoint extends Spread {
  readonly batches: number
}

/** Of one run in each study. */
export const curvesOf = (studies: ReadonlyArray<Study>, run: RunName): ReadonlyArray<ReadonlyArray<Point>> =>
  studies.map(({ runs }) => runs[run].curve)

/** A measure along the training of a strategy. */
export const curveOf = (
  studies: ReadonlyArray<Study>,
  name: StrategyName,
  measure: Measure,
  of: keyof Evaluation = 'trained',
): ReadonlyArray<CurvePoint> => {
  const curves = curvesOf(studies, runOf(measure, STRATEGIES[name]))
  return curves[0]!.map(({ batches }, i) => ({
    batches,
    ...spreadOf(curves.map((curve) => curve[i]![of][measure])),
  }))
}

/** Where each strategy ends: by strategy, by prompts, by measure. */
export type Summary = Readonly<
  Record<StrategyName, Readonly<Record<keyof Evaluation, Readonly<Record<Measure, Spread>>>>>
>

const each = <K extends string, A>(names: ReadonlyArray<K>, of: (name: K) => A): Readonly<Record<K, A>> =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, A>

export const summaryOf = (studies: ReadonlyArray<Study>): Summary =>
  each(STRATEGY_NAMES, (name) =>
    each(['trained', 'heldOut'], (of) =>
      each(MEASURES, (measure) => {
        const { mean, deviation } = curveOf(studies, name, measure, of).at(-1)!
        return { mean, deviation }
      }),
    ),
  )
