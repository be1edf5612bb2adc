import { availableParallelism } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { BASE } from '../../../adapters/onnx/blip/made-up-model.js'
import type { BlipOptions } from '../../../adapters/onnx/blip/options.js'
import { type RewardError, showError } from '../../../core/error.js'
import type { Image } from '../../../image/image.js'
import type { Captioner } from '../../../recaption/captioner.js'
import { FORMULA_NOTE } from '../../../recaption/formula-note.js'
import { type Obstacle, obstacleOf } from '../obstacle.js'
import { Refusal } from '../refusal.js'
import { encoderGflop } from './flops.js'
import { type BlipPart, type ImagePartResult } from './measured.js'
import { orRefuse } from '../sections/or-refuse.js'
import type { ImageEffort } from './parts.js'
import { openPeak, PEAK_SIZE } from './peak.js'
import { pictures } from './pictures.js'
import { timeCalls, timingOf } from '../sections/time-calls.js'

/** How captioners are loaded. */
export type LoadCaptioner = (options: BlipOptions) => TaskEither<RewardError, Captioner & AsyncDisposable>

/** What Janus, the generator of ULM-R1, makes: to this size BLIP brings any image. In pixels. */
const GENERATED_SIDE = 384
const BATCH = 8
/** Tokens of a caption; every one has so many, whatever it says. */
const TOKENS = 20

const BYTES_PER_MIB = 2 ** 20

/** A batch takes seconds. */
const MIN_RUNS = 2

/**
 * Times captions of images in memory, beside the peak of the machine.
 *
 * @param obstacle - What keeps made-up weights from being written where they are needed.
 */
export const measureBlip = async (
  precision: 'fp32' | 'int8',
  effort: ImageEffort,
  load: LoadCaptioner,
  obstacle: () => Promise<Obstacle | undefined>,
  onPhase: (phase: string) => void,
): Promise<ImagePartResult> => {
  onPhase('peak')
  const opened = await openPeak()()
  if (E.isLeft(opened)) return { missing: obstacleOf(opened.left) }
  const peak = opened.right
  await orRefuse(peak.measure(effort.peakRuns))
  try {
    onPhase('load')
    const options = await weightsFor(precision, load, obstacle)
    if ('reason' in options) return { missing: options }
    const row = await timeCaptions({ ...options, precision }, effort, load, onPhase)
    // Before and after: the machine may have had other work at one of the two.
    const peakGflopPerSecond = await orRefuse(peak.measure(effort.peakRuns))
    return {
      blip: {
        threads: availableParallelism(),
        peakGflopPerSecond,
        peakSize: PEAK_SIZE,
        batch: BATCH,
        tokens: TOKENS,
        row,
      },
    }
  } finally {
    await peak.close()
  }
}

/** Brings the files of weights into their places: the published ones where they are on this machine, else those by formula. */
const weightsFor = async (
  precision: 'fp32' | 'int8',
  load: LoadCaptioner,
  obstacle: () => Promise<Obstacle | undefined>,
): Promise<Pick<BlipOptions, 'weights'> | Obstacle> => {
  const published = await load({ precision })()
  if (E.isRight(published)) {
    await published.right[Symbol.asyncDispose]()
    return {}
  }
  if (published.left._tag !== 'MissingModel') return obstacleOf(published.left)
  const hindered = await obstacle()
  if (hindered !== undefined) return hindered
  const made = await load({ precision, weights: 'formula' })()
  if (E.isLeft(made)) return obstacleOf(made.left)
  await made.right[Symbol.asyncDispose]()
  return { weights: 'formula' }
}

const timeCaptions = async (
  options: BlipOptions & { readonly precision: 'fp32' | 'int8' },
  effort: ImageEffort,
  load: LoadCaptioner,
  onPhase: (phase: string) => void,
): Promise<BlipPart['row']> => {
  const { precision } = options
  const images = pictures(BATCH, GENERATED_SIDE)
  onPhase('start')
  const began = performance.now()
  const writer = await orRefuse(load({ ...options, maxNewTokens: TOKENS, minNewTokens: TOKENS }))
  await captionAll(writer, images.slice(0, 1))
  const startMs = performance.now() - began
  // The sessions are shared.
  const brief = await orRefuse(load({ ...options, maxNewTokens: 1, minNewTokens: 1 }))
  onPhase(`${TOKENS} tokens, ${BATCH} images`)
  const times = await timeCalls(
    { all: () => captionAll(writer, images), first: () => captionAll(brief, images) },
    { minRuns: MIN_RUNS, budgetMs: effort.budgetMs },
    true,
  )
  const residentMiB = process.memoryUsage.rss() / BYTES_PER_MIB
  const timing = timingOf(`images/blip-${precision} batch of ${BATCH}`, times.all, BATCH)
  const gflop = encoderGflop(BASE.vision)
  const encoder = encoderOf(times.first.bestMs, times.all.bestMs, gflop)
  const weights = writer.weights === 'formula' ? FORMULA_NOTE : 'checkpoint'
  await brief[Symbol.asyncDispose]()
  await writer[Symbol.asyncDispose]()
  return { ...timing, ...{ precision, weights, encoder, gflop, startMs, residentMiB } }
}

/** What is left for no token: each further one takes as long. */
export const encoderOf = (firstMs: number, allMs: number, gflop: number): BlipPart['row']['encoder'] => {
  const stepMs = (allMs - firstMs) / (TOKENS - 1)
  const encoderMs = firstMs - stepMs
  if (stepMs < 0 || encoderMs <= 0) return null
  const ms = encoderMs / BATCH
  return { ms, share: encoderMs / allMs, gflopPerSecond: (gflop / ms) * 1000 }
}

/** A caption for each: an image that fails fast is no speed. */
const captionAll = async (captioner: Captioner, images: ReadonlyArray<Image>): Promise<void> => {
  const captions = await orRefuse(captioner.caption(images))
  const odd = captions.find(E.isLeft)
  if (odd !== undefined) throw new Refusal(`an image of the benchmark has no caption: ${showError(odd.left)}`)
}
