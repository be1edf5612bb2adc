import { describe, expect, it } from 'vitest'
import { pullProgress } from '../../../src/cli/models/pull-progress.js'
import { Kept } from './run-in-process.js'

describe('progress without a terminal', () => {
  it('is a line now and then, with rate and time left', async () => {
    let now = 0
    const output = new Kept()
    const { on } = await pullProgress(output, () => now)
    on({ kind: 'began', file: 'x', have: 0, total: 100e6 })
    for (let second = 1; second <= 25; second++) {
      now = second * 1000
      on({ kind: 'received', file: 'x', bytes: 2e6 })
    }
    on({ kind: 'retrying', file: 'x', reason: 'the connection broke', delayMs: 4000 })
    on({ kind: 'began', file: 'x', have: 50e6, total: 100e6 })
    on({ kind: 'waiting', file: 'y', pid: 7 })
    on({ kind: 'done', file: 'x' })
    expect(output.text.split('\n')).toEqual([
      'x: fetching 100 MB',
      'x: 20 MB of 100 MB, 2 MB/s, 40 s left',
      'x: 40 MB of 100 MB, 2 MB/s, 30 s left',
      'x: the connection broke; trying again in 4 s',
      'x: going on after 50 MB of 100 MB',
      'y: another process (7) is at it; waiting',
      '',
    ])
  })
})
