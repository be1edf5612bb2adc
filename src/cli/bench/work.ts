import type { Reward } from '../../core/index.js'
import type { Answers, Effort, Job, Measurement, Target } from './job.js'
import { GROUP } from './images/pictures.js'
import { measureMemory } from './memory.js'
import { Refusal } from './refusal.js'
import type { Namespace } from './user-module.js'
import type { BenchSample } from './samples.js'
import { isOfImages, isOnceABatch, workload } from './workloads.js'

/**
 * What is measured stands alone: until the reward has been loaded and its memory watched, nothing else is. Hence the imports
 * where they are needed.
 */

interface Started {
  readonly reward: Reward<BenchSample>
  readonly samples: ReadonlyArray<BenchSample>
  readonly coldStartMs: number
}

/** Does one task. Rejects with {@link Refusal}, or with whatever foreign code throws. */
export const work = async (job: Job, onPhase: (phase: string) => void): Promise<Answers[Job['task']]> => {
  switch (job.task) {
    case 'inspect':
      return inspect(job.url)
    case 'start':
      return (await start(job.target)).coldStartMs
    case 'measure':
      return measure(job, onPhase)
    case 'images': {
      const { measurePart } = await import('./images/measure-part.js')
      return measurePart(job.part, job.effort, onPhase)
    }
    case 'grpo': {
      const { measureGrpoPart } = await import('./grpo/measure-part.js')
      return measureGrpoPart(job, onPhase)
    }
  }
}

const inspect = async (url: string): Promise<ReadonlyArray<string>> => {
  const module = await importModule(url)
  const { usableExports, USABLE } = await import('./user-module.js')
  const names = usableExports(module)
  if (names.length > 0) return names
  const found = Object.keys(module)
  throw new Refusal(`expected ${USABLE}, got ${found.length === 0 ? 'no exports' : `exports ${found.join(', ')}`}`)
}

const importModule = async (url: string): Promise<Namespace> => {
  try {
    return (await import(url)) as Namespace
  } catch (cause) {
    const { messageOf } = await import('../../core/error.js')
    throw new Refusal(`cannot be imported: ${messageOf(cause)}`)
  }
}

/** Loads the reward and scores one sample: the time from the import of its entry point to the first outcome. */
const start = async (target: Target): Promise<Started> => {
  const builtin = target.kind === 'builtin' ? workload(target.reward, target.example) : []
  const began = performance.now()
  const { reward, samples } =
    target.kind === 'builtin'
      ? { reward: await loadBuiltin(target), samples: builtin }
      : await loadModule(target.url, target.exported)
  const answer = await reward.score(samples.slice(0, 1))()
  const coldStartMs = performance.now() - began
  if (answer._tag === 'Right') return { reward, samples, coldStartMs }
  const { showError } = await import('../../core/error.js')
  throw new Refusal(showError(answer.left))
}

const loadBuiltin = async (target: Extract<Target, { kind: 'builtin' }>): Promise<Reward<BenchSample>> => {
  const { fromSpec } = await import('../../presets/index.js')
  const loaded = await fromSpec(target.spec)()
  if (loaded._tag === 'Right') return loaded.right
  const { showError } = await import('../../core/error.js')
  throw new Refusal(showError(loaded.left))
}

const loadModule = async (url: string, exported: string): Promise<Pick<Started, 'reward' | 'samples'>> => {
  const module = await importModule(url)
  const { rewardOf, samplesOf } = await import('./user-module.js')
  const reward = rewardOf(module, exported)
  if (reward === undefined) throw new Refusal(`the export ${exported} is neither a Reward nor a function`)
  return { reward, samples: samplesOf(module) }
}

/** One image, a group, all: a batch with the same image, or the same text to parse, twice would be faster than any real one. */
const sizesFor = (id: string, samples: number, { batchSizes }: Effort): ReadonlyArray<number> => {
  if (isOfImages(id)) return [1, GROUP, samples]
  return isOnceABatch(id) ? batchSizes.filter((size) => size <= samples) : batchSizes
}

const measure = async (
  { target, effort, goldenFolder }: Extract<Job, { task: 'measure' }>,
  onPhase: (phase: string) => void,
): Promise<Measurement> => {
  onPhase('cold start')
  const baseline = process.memoryUsage.rss()
  const { reward, samples, coldStartMs } = await start(target)
  onPhase('memory')
  const { memory, outcomes } = await measureMemory(reward, samples, effort.memorySamples, baseline)
  const { measureSpeed } = await import('./speed.js')
  const batchSizes = target.kind === 'builtin' ? sizesFor(target.reward, samples.length, effort) : effort.batchSizes
  const speed = await measureSpeed(reward, samples, { ...effort, batchSizes }, onPhase)
  if (target.kind === 'builtin') {
    onPhase('agreement')
    const { measureAgreement } = await import('./agreement.js')
    const agreement = await measureAgreement(target.reward, goldenFolder, target.variant)
    return { coldStartMs, memory, outcomes, speed, agreement, contract: null }
  }
  onPhase('contract')
  const { measureContract } = await import('./contract.js')
  const contract = await measureContract(reward, samples, speed.latencyUs.p50 / 1000)
  return { coldStartMs, memory, outcomes, speed, agreement: null, contract }
}
