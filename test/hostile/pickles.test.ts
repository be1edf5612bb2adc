import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { showError } from '../../src/core/error.js'
import { memorySource } from '../../src/models/checkpoint/byte-source.js'
import { readCheckpoint } from '../../src/models/checkpoint/read-checkpoint.js'
import { int } from '../unit/models/checkpoint/pickle-writer.js'
import { beside, containers } from './pickles-base.js'
import { callPickles } from './pickles-calls.js'
import { codePickles } from './pickles-code.js'
import { shapePickles } from './pickles-shape.js'

const WITHIN_MS = 50
const AT_LEAST = 300

const pickles = [...codePickles, ...callPickles, ...shapePickles]

test.each(['zip', 'legacy'] as const)('the file around the tricks is sound: %s', (container) => {
  const answer = readCheckpoint(memorySource(containers[container](beside(int(1)))), 'sound.pth')
  expect(answer).toMatchObject({ _tag: 'Right' })
})

test(`there are at least ${AT_LEAST} malicious pickles, no two alike`, () => {
  const distinct = new Set(pickles.map(({ pickle }) => createHash('sha256').update(pickle(false)).digest('hex')))
  expect(distinct.size).toBe(pickles.length)
  expect(distinct.size).toBeGreaterThanOrEqual(AT_LEAST)
  console.info(`malicious pickles: ${distinct.size}, each in 2 containers`)
})

describe.each(['zip', 'legacy'] as const)('refused within 50 ms, in a %s file', (container) => {
  test.each(pickles)('$what', ({ pickle, says }) => {
    const source = memorySource(containers[container](pickle))
    const read = (): { ms: number; answer: ReturnType<typeof readCheckpoint> } => {
      const start = performance.now()
      const answer = readCheckpoint(source, 'hostile.pth')
      return { ms: performance.now() - start, answer }
    }
    // The fastest of up to three calls: other programs take their turns too.
    let { ms, answer } = read()
    for (let again = 0; again < 2 && ms > WITHIN_MS; again++) ({ ms, answer } = read())
    if (answer._tag === 'Right') throw new Error('the file was read')
    expect(answer.left).toMatchObject({ _tag: 'BadFile', file: 'hostile.pth' })
    // A cause would be an exception that nobody foresaw.
    expect(answer.left).not.toHaveProperty('cause')
    if (says !== undefined) expect(showError(answer.left)).toContain(says)
    expect(ms).toBeLessThan(WITHIN_MS)
  })
})

test('no prototype is touched by names', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).join()
  for (const { pickle } of pickles) readCheckpoint(memorySource(containers.zip(pickle)), 'hostile.pth')
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before)
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
})
