import type { Pieces } from '../rows/row-job.js'
import type { Crew, OwnLane, WorkerLane } from './crew.js'
import { type Slot, slotRows, STATES, rowBytes } from './lane.js'

/** Work on rows, of which each slot takes some: how these get in, and what comes of them. */
export interface Work {
  readonly kernel: 'measure' | 'slope'
  readonly vocabulary: number
  readonly count: number
  readonly scale: number
  readonly load: (slot: Slot, from: number, to: number) => void
  readonly store: (slot: Slot, from: number, to: number) => void
}

/** A worker that takes so long over a slot has died, and the slot is done by this thread. */
const LOST_MS = 1000

interface Share {
  readonly lane: WorkerLane
  readonly slot: Slot
  from: number
  to: number
  isLost: boolean
}

/**
 * Hands rows out to the crew, this thread among them. Whoever stops in between leaves no slot behind that anybody works on.
 */
export const shareRows = function* (crew: Crew, work: Work): Pieces {
  const { own, workers } = crew
  const atOnce = slotRows(work.vocabulary)
  const shares = workers.flatMap((lane) =>
    lane.slots.map((slot): Share => ({ lane, slot, from: 0, to: 0, isLost: false })),
  )
  let next = 0
  try {
    for (const lane of workers) open(lane)
    while (next < work.count) {
      for (const share of shares) {
        const { lane, slot } = share
        const state = Atomics.load(lane.control, slot.at)
        if (state === STATES.done) collect(work, share)
        if (state === STATES.ready || state === STATES.busy || next >= work.count) continue
        share.from = next
        share.to = next = Math.min(work.count, next + atOnce)
        fill(work, share)
      }
      if (next >= work.count) break
      const from = next
      next = Math.min(work.count, next + atOnce)
      doIt(own, work, from, next)
      yield
    }
    // Last filled, first taken back: the worker may be at the one before.
    for (const share of [...shares].sort((a, b) => b.from - a.from)) {
      const { control } = share.lane
      const { at } = share.slot
      if (Atomics.compareExchange(control, at, STATES.ready, STATES.free) !== STATES.ready) continue
      doIt(own, work, share.from, share.to)
      share.to = share.from
      yield
    }
    for (const share of shares) {
      if (settle(share)) collect(work, share)
      else if (share.to > share.from) doIt(own, work, share.from, share.to)
    }
  } finally {
    for (const share of shares) {
      const { control } = share.lane
      Atomics.compareExchange(control, share.slot.at, STATES.ready, STATES.free)
      settle(share)
      Atomics.store(control, share.slot.at, STATES.free)
    }
    for (const lane of workers) close(lane)
  }
}

const open = (lane: WorkerLane): void => {
  Atomics.store(lane.control, 1, 1)
  lane.call()
}

const ring = ({ control }: WorkerLane): void => {
  Atomics.add(control, 0, 1)
  Atomics.notify(control, 0)
}

const close = (lane: WorkerLane): void => {
  Atomics.store(lane.control, 1, 0)
  ring(lane)
}

const fill = (work: Work, { lane, slot, from, to }: Share): void => {
  work.load(slot, from, to)
  const { control, values } = lane
  const { at } = slot
  control[at + 1] = work.kernel === 'measure' ? 0 : 1
  control[at + 2] = to - from
  control[at + 3] = rowBytes(work.vocabulary)
  control[at + 4] = slot.rowsAddress
  control[at + 5] = slot.numbersAddress
  values[at + 6] = work.scale
  Atomics.store(control, at, STATES.ready)
  ring(lane)
}

const collect = (work: Work, share: Share): void => {
  work.store(share.slot, share.from, share.to)
  share.to = share.from
  Atomics.store(share.lane.control, share.slot.at, STATES.free)
}

/** Waits while the slot is worked on; whether there is a result in it. */
const settle = (share: Share): boolean => {
  const { control, drop } = share.lane
  const { at } = share.slot
  if (share.isLost) return false
  share.isLost = Atomics.wait(control, at, STATES.busy, LOST_MS) === 'timed-out'
  if (share.isLost) drop()
  return Atomics.load(control, at) === STATES.done
}

const doIt = ({ kernels, slots }: OwnLane, work: Work, from: number, to: number): void => {
  const slot = slots[0] as Slot
  work.load(slot, from, to)
  const { rowsAddress, numbersAddress } = slot
  kernels[work.kernel](rowsAddress, to - from, rowBytes(work.vocabulary), work.scale, numbersAddress)
  work.store(slot, from, to)
}
