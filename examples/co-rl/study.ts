/** The pilot study: one start, four ways to train two tasks, and the refined stage. */
import * as tf from '@tensorflow/tfjs-core'
import { evaluate, type Evaluation } from './evaluate.js'
import { mergeByGaussian, mergeByMean } from './merge.js'
import {
  disposePolicy,
  initialWeights,
  makePolicy,
  sampleAnswers,
  samplePictures,
  type Weights,
  weightsOf,
} from './policy.js'
import { randomStream } from './random.js'
import { type Prompts, splitPrompts, textOf } from './tasks.js'
import { type Learner, type Reference, type Task, update } from './train.js'

export interface StudyOptions {
  readonly seed: number
  /** Batches of each task in stage 1; stage 2 has half as many. */
  readonly steps: number
  /** Called after each update. */
  readonly onUpdate?: () => void
}

/** Prompts of a batch and completions a prompt: 128 in both stages; groups of 8 and of 16 as in the paper. */
const BATCH = { prompts: 16, numGenerations: 8 }
const REFINED_BATCH = { prompts: 8, numGenerations: 16 }
const LEARNING_RATE = 0.01
const BETA = 0.04
/** Points of a curve in stage 1. */
const POINTS = 20

/** A policy after so many batches of each of its tasks. */
export interface Point extends Evaluation {
  readonly batches: number
}

/** Some of what a policy paints and answers, to look at. */
export interface Specimen {
  readonly caption: string
  readonly question: string
  readonly answer: string
  readonly picture: ReadonlyArray<number>
}

/** How one policy fared. */
export interface Run {
  readonly curve: ReadonlyArray<Point>
  readonly specimens: ReadonlyArray<Specimen>
}

export const RUNS = [
  'untrained',
  'separate-text',
  'separate-image',
  'merged-mean',
  'merged-gaussian',
  'alternating',
  'unified',
  'unified-longer',
  'refined-text',
  'refined-image',
] as const
export type RunName = (typeof RUNS)[number]

export interface Study {
  readonly seed: number
  readonly steps: number
  readonly runs: Readonly<Record<RunName, Run>>
}

/** Updates that a study takes: two tasks apart, in turns (twice as many), at once; then three times half as many. */
export const updatesOf = (steps: number): number => 5 * steps + 3 * refinedSteps(steps)

export const refinedSteps = (steps: number): number => Math.ceil(steps / 2)

/** What every run of a seed shares. */
interface World extends StudyOptions {
  readonly prompts: Prompts
}

const worldOf = (options: StudyOptions): World => ({
  ...options,
  prompts: splitPrompts(randomStream(options.seed, 'split')),
})

interface Course {
  /** The tasks that each batch is used for, one update each. */
  readonly tasks: ReadonlyArray<Task>
  /** The first batch, and the one after the last: the k-th holds the same prompts in every run of a seed. */
  readonly from: number
  readonly to: number
  readonly size?: typeof BATCH
  readonly reference?: Reference
}

const specimensOf = ({ prompts, seed }: World, learner: Learner): ReadonlyArray<Specimen> => {
  const shown = [...prompts.trained.slice(0, 3), ...prompts.heldOut.slice(0, 2)]
  const random = randomStream(seed, 'specimens')
  const { ids, mask } = sampleAnswers(learner.policy, shown, 1, random)
  const pictures = samplePictures(learner.policy, shown, 1, random)
  return shown.map(({ caption, question }, i) => ({
    caption,
    question: question.split('\n')[0]!,
    answer: textOf(ids[i]!.filter((_, t) => mask[i]![t] === 1)),
    picture: pictures[i]!,
  }))
}

const learn = async (world: World, learner: Learner, course: Course): Promise<Run> => {
  const { seed, steps, prompts, onUpdate } = world
  const { tasks, from, to, size = BATCH, reference } = course
  const every = Math.ceil(steps / POINTS)
  const pointAt = async (batches: number): Promise<Point> => ({
    batches,
    ...(await evaluate(learner.policy, prompts, seed)),
  })
  const curve = [await pointAt(from)]
  for (let k = from; k < to; k++) {
    const batch = randomStream(seed, `batch ${k}`).shuffled(prompts.trained).slice(0, size.prompts)
    for (const task of tasks) {
      const random = randomStream(seed, `${task} of batch ${k}`)
      await update(learner, task, { prompts: batch, numGenerations: size.numGenerations, random }, reference)
      onUpdate?.()
    }
    if ((k + 1) % every === 0 || k + 1 === to) curve.push(await pointAt(k + 1))
  }
  return { curve, specimens: specimensOf(world, learner) }
}

/** Makes a policy of weights, hands it on, and frees it whatever happens. */
const withLearner = async <A>(weights: Weights, use: (learner: Learner) => Promise<A>): Promise<A> => {
  const learner = { policy: makePolicy(weights), optimizer: tf.train.adam(LEARNING_RATE) }
  try {
    return await use(learner)
  } finally {
    disposePolicy(learner.policy)
    learner.optimizer.dispose()
  }
}

/** A run with the weights that it ends with. */
interface Trained {
  readonly run: Run
  readonly weights: Weights
}

const train = (world: World, start: Weights, course: Course): Promise<Trained> =>
  withLearner(start, async (learner) => {
    const run = await learn(world, learner, course)
    return { run, weights: weightsOf(learner.policy) }
  })

const startOf = (seed: number): Weights => initialWeights(randomStream(seed, 'weights'))

/** Unified training alone. */
export const trainUnified = async (options: StudyOptions): Promise<Trained> =>
  train(worldOf(options), startOf(options.seed), { tasks: ['both'], from: 0, to: options.steps })

/** All strategies from one start. */
export const runStudy = async (options: StudyOptions): Promise<Study> => {
  const { seed, steps } = options
  const world = worldOf(options)
  const start = startOf(seed)
  const stage1 = (...tasks: ReadonlyArray<Task>): Promise<Trained> => train(world, start, { tasks, from: 0, to: steps })
  const stage2 = { from: steps, to: steps + refinedSteps(steps) }
  const asIs = (weights: Weights, at = steps): Promise<Trained> =>
    train(world, weights, { tasks: [], from: at, to: at })

  const [text, image] = [await stage1('text'), await stage1('image')]
  const [mean, gaussian] = [mergeByMean, mergeByGaussian].map((merge) => merge(start, text.weights, image.weights))
  const alternating = await stage1('text', 'image')

  return withLearner(start, async (learner) => {
    const unified = await learn(world, learner, { tasks: ['both'], from: 0, to: steps })
    const weights = weightsOf(learner.policy)
    const refine = (task: Task): Promise<Trained> =>
      withLearner(weights, ({ policy }) =>
        train(world, weights, { tasks: [task], ...stage2, size: REFINED_BATCH, reference: { policy, beta: BETA } }),
      )
    return {
      seed,
      steps,
      runs: {
        untrained: (await asIs(start, 0)).run,
        'separate-text': text.run,
        'separate-image': image.run,
        'merged-mean': (await asIs(mean!)).run,
        'merged-gaussian': (await asIs(gaussian!)).run,
        alternating: alternating.run,
        unified,
        'refined-text': (await refine('text')).run,
        'refined-image': (await refine('image')).run,
        // Stage 1 goes on for as many batches as stage 2 has: what that adds must be told from what refining adds.
        'unified-longer': await learn(world, learner, { tasks: ['both'], ...stage2 }),
      },
    }
  })
}
