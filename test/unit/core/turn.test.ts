import { describe, expect, it } from 'vitest'
import { freshTurn, isTurnSpent, mapInTurns } from '../../../src/core/turn.js'
import { turn } from './stub.js'

/** A clock that is moved by hand. */
const handClock = (): { readonly clock: () => number; time: number } => {
  const self = { time: 0, clock: () => self.time }
  return self
}

describe('isTurnSpent', () => {
  it('after 10 ms, whoever asks, until the event loop has turned', async () => {
    const hand = handClock()
    expect(isTurnSpent(hand.clock)).toBe(false)
    hand.time = 9.9
    expect(isTurnSpent(hand.clock)).toBe(false)
    hand.time = 10
    expect(isTurnSpent(hand.clock)).toBe(true)
    await turn()
    expect(isTurnSpent(hand.clock)).toBe(false)
    hand.time = 19.9
    expect(isTurnSpent(hand.clock)).toBe(false)
    hand.time = 20
    expect(isTurnSpent(hand.clock)).toBe(true)
  })

  it('clocks are held apart', () => {
    const [a, b] = [handClock(), handClock()]
    isTurnSpent(a.clock)
    isTurnSpent(b.clock)
    a.time = 50
    expect([isTurnSpent(a.clock), isTurnSpent(b.clock)]).toEqual([true, false])
  })

  it('goes by the time of the machine where no clock is given', async () => {
    await turn()
    expect(isTurnSpent()).toBe(false)
    const end = performance.now() + 11
    while (performance.now() < end);
    expect(isTurnSpent()).toBe(true)
  })
})

describe('freshTurn', () => {
  it('waits for a turn that others have not used up', async () => {
    const hand = handClock()
    isTurnSpent(hand.clock)
    let turns = 0
    // Another run takes the next two turns for itself.
    const hog = (): void => {
      turns++
      isTurnSpent(hand.clock)
      hand.time += 10
      if (turns < 3) setImmediate(hog)
    }
    hog()
    await freshTurn({ clock: hand.clock })
    expect(turns).toBe(3)
  })

  it('ends when the run is cancelled', async () => {
    const hand = handClock()
    const clock = (): number => (hand.time += 100)
    isTurnSpent(clock)
    const controller = new AbortController()
    controller.abort()
    await freshTurn({ clock, signal: controller.signal })
    expect(hand.time).toBe(100)
  })
})

describe('mapInTurns', () => {
  it('maps in order, and lets the event loop turn', async () => {
    const hand = handClock()
    const seen: Array<number | string> = []
    const double = (n: number): number => {
      if (seen.length === 0) setImmediate(() => seen.push('turn'))
      seen.push(n)
      hand.time += 5
      return 2 * n
    }
    expect(await mapInTurns([1, 2, 3], double, { clock: hand.clock })()).toEqual({ _tag: 'Right', right: [2, 4, 6] })
    expect(seen).toEqual([1, 2, 'turn', 3])
    expect(await mapInTurns([], double)()).toEqual({ _tag: 'Right', right: [] })
  })

  it('is Left Aborted once the run is cancelled, and maps no further', async () => {
    const controller = new AbortController()
    const seen: Array<number> = []
    const map = (n: number): void => {
      seen.push(n)
      if (n === 2) controller.abort('enough')
    }
    expect(await mapInTurns([1, 2, 3], map, { signal: controller.signal })()).toEqual({
      _tag: 'Left',
      left: { _tag: 'Aborted', reason: 'enough' },
    })
    expect(seen).toEqual([1, 2])
  })
})
