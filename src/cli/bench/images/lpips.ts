import { availableParallelism } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { BACKBONES } from '../../../adapters/onnx/lpips/backbones.js'
import type { LpipsModelOptions } from '../../../adapters/onnx/lpips/load-lpips.js'
import type { RewardError } from '../../../core/error.js'
import { lpips } from '../../../lpips/lpips.js'
import { FORMULA_NOTE } from '../../../lpips/model.js'
import type { LpipsModel, LpipsNet } from '../../../lpips/model.js'
import { type Obstacle, obstacleOf } from '../obstacle.js'
import { gflopOf } from './flops.js'
import { type ImagePartResult, type LpipsPart, scoreAll } from './measured.js'
import { orRefuse } from '../sections/or-refuse.js'
import type { ImageEffort } from './parts.js'
import { openPeak, PEAK_SIZE } from './peak.js'
import { COMPARED_SIDE, distinctPairs, GROUP, imageGroups } from './pictures.js'
import { asTheyAre } from './ssim.js'
import { timeCalls, timingOf } from '../sections/time-calls.js'

/** How networks are loaded. */
export type LoadModel = (options: LpipsModelOptions) => TaskEither<RewardError, LpipsModel>

/** Batches, and how many images of each go through the backbone. */
const BATCHES = [
  { batch: '1 pair', images: 2, samples: () => distinctPairs(1) },
  { batch: '8 pairs', images: 16, samples: () => distinctPairs(8) },
  { batch: 'group of 8', images: GROUP + 1, samples: () => imageGroups(1) },
] as const

/** Times the reward on one network, images in memory, beside the peak of the machine. */
export const measureLpips = async (
  net: LpipsNet,
  effort: ImageEffort,
  load: LoadModel,
  onPhase: (phase: string) => void,
): Promise<ImagePartResult> => {
  onPhase('peak')
  const opened = await openPeak()()
  if (E.isLeft(opened)) return { missing: obstacleOf(opened.left) }
  const peak = opened.right
  await orRefuse(peak.measure(effort.peakRuns))
  const rows: Array<LpipsPart['rows'][number]> = []
  let missing: Obstacle | undefined
  for (const precision of effort.precisions) {
    onPhase(`load, ${precision}`)
    const model = await loadAny(load, { net, precision })
    if (E.isLeft(model)) {
      missing = obstacleOf(model.left)
      break
    }
    rows.push(...(await timeModel(model.right, precision, effort, onPhase)))
    await model.right[Symbol.asyncDispose]()
  }
  // Before and after: the machine may have had other work at one of the two.
  const peakGflopPerSecond = await orRefuse(peak.measure(effort.peakRuns))
  await peak.close()
  const lpips = { threads: availableParallelism(), peakGflopPerSecond, peakSize: PEAK_SIZE, rows }
  return { ...(rows.length === 0 ? {} : { lpips }), ...(missing === undefined ? {} : { missing }) }
}

/** The published weights where they are on this machine, else those by formula. */
const loadAny = async (load: LoadModel, options: LpipsModelOptions): Promise<E.Either<RewardError, LpipsModel>> => {
  const loaded = await load(options)()
  const isMissing = E.isLeft(loaded) && loaded.left._tag === 'MissingModel'
  return isMissing ? load({ ...options, weights: 'formula' })() : loaded
}

const timeModel = async (
  model: LpipsModel,
  precision: 'fp32' | 'int8',
  effort: ImageEffort,
  onPhase: (phase: string) => void,
): Promise<LpipsPart['rows']> => {
  const { net } = model
  const reward = lpips(model, { read: asTheyAre })
  const gflopAnImage = gflopOf(BACKBONES[net], COMPARED_SIDE, COMPARED_SIDE)
  const rows = []
  for (const { batch, images, samples: make } of BATCHES) {
    onPhase(`${precision}, ${batch}`)
    const samples = make()
    const { call } = await timeCalls({ call: () => scoreAll(reward, samples) }, effort)
    const timing = timingOf(`images/lpips-${net} ${precision}, ${batch}`, call, samples.length)
    const gflop = (gflopAnImage * images) / samples.length
    const weights = model.weights === 'formula' ? FORMULA_NOTE : 'checkpoint'
    const gflopPerSecond = (gflop / timing.ms) * 1000
    rows.push({ ...timing, net, precision, batch, weights, gflop, gflopPerSecond } as const)
  }
  return rows
}
