import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { LoadedReward, RewardSpec } from '../../../presets/index.js'
import { batchesOf } from '../batches.js'
import { type Obstacle, obstacleOf } from '../obstacle.js'
import { asked, type BenchSample, captioned, withTokens } from '../samples.js'
import { workload } from '../workloads.js'
import { type ImagePartResult, scoreAll } from './measured.js'
import type { ImageEffort } from './parts.js'
import { GROUP } from './pictures.js'
import type { RecipeTiming } from './schema.js'
import { timeCalls } from '../sections/time-calls.js'

/** How rewards are made of specs. */
export type LoadReward = (spec: RewardSpec) => TaskEither<RewardError, LoadedReward>

/** Parts with a network. */
type Network = RecipeTiming['formula'][number]

/** Of captions by BLIP. */
const TOKENS = 20

/** A batch with BLIP takes seconds. */
const MIN_RUNS = 2

/** Nothing is remembered from one round to the next. */
const JUDGE = { spice: { cachedTexts: 0 } }

/** R_cycle's options where captions are given: nothing is asked of this service. */
const given = (formula: ReadonlySet<Network>) => ({
  ...lpipsOf(formula),
  endpoint: { baseUrl: 'http://127.0.0.1:9/v1', model: 'none' },
  judge: JUDGE,
})

/** R_cycle's options where BLIP captions. */
const byBlip = (formula: ReadonlySet<Network>) => ({
  ...lpipsOf(formula),
  blip: { maxNewTokens: TOKENS, ...(formula.has('blip') ? { weights: 'formula' } : {}) },
  judge: JUDGE,
})

const lpipsOf = (formula: ReadonlySet<Network>) => (formula.has('lpips') ? { lpips: { weights: 'formula' } } : {})

/** Times R_cycle of a group: as it is trained with, and what is left of it where captions are given, in one batch and one by one. */
export const measureCycle = async (
  effort: ImageEffort,
  load: LoadReward,
  obstacle: () => Promise<Obstacle | undefined>,
  onPhase: (phase: string) => void,
): Promise<ImagePartResult> => {
  const [samples, batch] = [asked(1), `group of ${GROUP}`]
  const subject = { part: 'images/cycle', recipe: 'corl/cycle' }
  onPhase('load')
  const whole = await loadAny((formula) => ({ 'corl/cycle': byBlip(formula) }), load, obstacle)
  if ('reason' in whole) return { missing: whole }
  onPhase(batch)
  const rows = [await timed({ ...subject, batch, samples }, whole, effort)]
  const part = await loadAny((formula) => ({ 'corl/cycle': given(formula) }), load, obstacle)
  if ('reason' in part) return { recipes: rows, missing: part }
  onPhase('captions given')
  const texts = captioned(samples)
  rows.push(
    await timed({ ...subject, batch: `${batch}, captions given`, samples: texts }, part, effort),
    await timed({ ...subject, batch: 'the same, one by one', samples: texts, atOnce: 1 }, part, effort),
  )
  return { recipes: rows }
}

/** Times the recipes on batches whose captions are given: images and answers side by side, and images alone. */
export const measureRecipes = async (
  effort: ImageEffort,
  load: LoadReward,
  onPhase: (phase: string) => void,
): Promise<ImagePartResult> => {
  const images = withTokens(captioned(asked(1)))
  const batches = [
    ['corl/stage1', `${GROUP} images, ${GROUP} answers`, [...images, ...workload('mcq').slice(0, GROUP)]],
    ['corl/stage2-generation', `group of ${GROUP}`, images],
  ] as const
  const rows: Array<RecipeTiming> = []
  for (const [recipe, batch, samples] of batches) {
    onPhase(recipe)
    const loaded = await loadAny((formula) => ({ [recipe]: { cycle: given(formula) } }), load, noObstacle)
    if ('reason' in loaded) return { recipes: rows, missing: loaded }
    rows.push(await timed({ part: 'images/recipes', recipe, batch, samples }, loaded, effort))
  }
  return { recipes: rows }
}

/** LPIPS by formula is small. */
const noObstacle = (): Promise<undefined> => Promise.resolve(undefined)

interface Loaded {
  readonly reward: LoadedReward
  readonly formula: ReadonlySet<Network>
}

/** With the published weights that are on this machine, and those by formula in place of others. */
const loadAny = async (
  specOf: (formula: ReadonlySet<Network>) => RewardSpec,
  load: LoadReward,
  obstacle: () => Promise<Obstacle | undefined>,
): Promise<Loaded | Obstacle> => {
  const formula = new Set<Network>()
  for (;;) {
    const loaded = await load(specOf(formula))()
    if (E.isRight(loaded)) return { reward: loaded.right, formula }
    const network = missingNetwork(loaded.left)
    if (network === undefined || formula.has(network)) return obstacleOf(loaded.left)
    const hindered = network === 'blip' ? await obstacle() : undefined
    if (hindered !== undefined) return hindered
    formula.add(network)
  }
}

const missingNetwork = (error: RewardError): Network | undefined =>
  error._tag === 'MissingModel' ? (['lpips', 'blip'] as const).find((name) => error.model.startsWith(name)) : undefined

interface Subject {
  readonly part: string
  readonly recipe: string
  readonly batch: string
  readonly samples: ReadonlyArray<BenchSample>
  /** Samples of a call; all unless told. */
  readonly atOnce?: number
}

/** @returns Times of the batch as a whole. */
const timed = async (
  { part, recipe, batch, samples, atOnce = samples.length }: Subject,
  { reward, formula }: Loaded,
  { budgetMs }: ImageEffort,
): Promise<RecipeTiming> => {
  const calls = batchesOf(samples, atOnce)
  const all = async (): Promise<void> => {
    for (const call of calls) await scoreAll(reward, call)
  }
  await scoreAll(reward, samples.slice(0, 1))
  const { ms, runs } = (await timeCalls({ all }, { minRuns: MIN_RUNS, budgetMs }, true)).all
  const id = `${part} ${recipe}, ${batch}`
  return { id, ms, perSecond: 1000 / ms, runs, recipe, batch, samples: samples.length, formula: [...formula] }
}
