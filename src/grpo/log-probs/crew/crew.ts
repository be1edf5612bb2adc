import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { kernelsOf, type Kernels, wasmModule } from '../rows/wasm-module.js'
import { canHold, fits, type Lane, makeLane } from './lane.js'
import { WORKER_SOURCE } from './worker-source.js'

/** The lane of this thread. */
export interface OwnLane extends Lane {
  readonly kernels: Kernels
}

/** A lane with a worker on it. */
export interface WorkerLane extends Lane {
  /** Calls the worker to its slots. */
  readonly call: () => void
  /** Ends the worker: it does not answer. */
  readonly drop: () => void
}

/** Those who work on rows together; nobody else can have the workers until they are handed back. */
export interface Crew {
  readonly own: OwnLane
  readonly workers: ReadonlyArray<WorkerLane>
  readonly handBack: () => void
}

interface Hand {
  readonly worker: Worker
  lane: Lane
  number: number
}

/** More threads wait for memory, and no longer for each other's results. */
const MOST_THREADS = 16
/** Below so many numbers in all a worker is not worth its call. */
const WORTH_WORKERS = 2 ** 18

let own: OwnLane | undefined
let hands: ReadonlyArray<Hand> = []
let isTaken = false

/** For rows of so many numbers; nothing where the engine cannot do it. Workers are started when they are first needed. */
export const takeCrew = (vocabulary: number, numbers: number, threads: number | undefined): Crew | undefined => {
  const module = wasmModule()
  if (module === undefined || !fits(vocabulary)) return undefined
  if (own === undefined || !canHold(own, vocabulary)) {
    const lane = makeLane(vocabulary)
    own = { ...lane, kernels: kernelsOf(module, lane.memory) }
  }
  const wanted = Math.min(threads ?? availableParallelism(), MOST_THREADS) - 1
  if (isTaken || numbers < WORTH_WORKERS || wanted < 1) return { own, workers: [], handBack: () => undefined }
  isTaken = true
  while (hands.length < wanted) {
    const hand = hire(vocabulary)
    if (hand === undefined) break
    hands = [...hands, hand]
  }
  const workers = hands.slice(0, wanted).map((hand) => laneOf(hand, module, vocabulary))
  const handBack = (): void => {
    isTaken = false
  }
  return { own, workers, handBack }
}

const hire = (vocabulary: number): Hand | undefined => {
  try {
    // Without the flags of this process: loaders and inspectors are nothing for it.
    const worker = new Worker(WORKER_SOURCE, { eval: true, execArgv: [], name: 'corl-log-probs' })
    worker.unref()
    const hand = { worker, lane: makeLane(vocabulary), number: 0 }
    const forget = (): void => {
      hands = hands.filter((other) => other !== hand)
    }
    worker.on('error', forget)
    worker.on('exit', forget)
    return hand
  } catch {
    return undefined
  }
}

const laneOf = (hand: Hand, module: object, vocabulary: number): WorkerLane => {
  if (!canHold(hand.lane, vocabulary)) {
    hand.lane = makeLane(vocabulary)
    hand.number++
  }
  const { worker, lane, number } = hand
  return {
    ...lane,
    call: () => worker.postMessage({ module, memory: lane.memory, number }),
    drop: () => {
      hands = hands.filter((other) => other !== hand)
      void worker.terminate()
    },
  }
}

/**
 * Ends the worker threads that log-probabilities were computed in. They end with the process, too, and keep none alive; later calls start
 * new ones. A run that is under way is finished by the thread that started it. Never fails.
 *
 * @category destructors
 * @since 0.5.0
 */
export const endLogProbWorkers = async (): Promise<void> => {
  const ending = hands
  hands = []
  await Promise.all(ending.map(({ worker }) => worker.terminate()))
}
