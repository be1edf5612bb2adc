import { describe, expect, test } from 'vitest'
import { showError } from '../../../src/core/error.js'
import { openCheckpoint } from '../../../src/models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../src/models/checkpoint/read-tensor.js'
import { listedFiles } from './manifest.js'

interface HostileEntry {
  readonly what: string
  /** `load`, `refuse`, or what may be done. */
  readonly expect: string
}

const WITHIN_MS = 1_000
/** Far above what any of the files needs, far below what a bomb takes. */
const WITHIN_BYTES = 64 * 2 ** 20

const mustLoad = (text: string): boolean => text === 'load'
const mayDoEither = (text: string): boolean => /^(load\b.*\bor refuse|refuse,? or load)/.test(text)

const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

describe('hostile files', () => {
  const files = listedFiles<HostileEntry>('hostile')
  if (files.length === 0) test.skip('no folder hostile with a manifest')
  for (const { name, path, entry } of files) {
    test(`${name} (${entry.what}): ${entry.expect}`, async () => {
      const prototype = Object.getOwnPropertyNames(Object.prototype).join()
      const [start, before] = [performance.now(), inUse()]
      const answer = await openCheckpoint(path)()
      if (answer._tag === 'Right')
        for (const key of answer.right.tensors.keys())
          expect(await readTensor(answer.right, key)()).toMatchObject({ _tag: 'Right' })
      expect(performance.now() - start).toBeLessThan(WITHIN_MS)
      expect(inUse() - before).toBeLessThan(WITHIN_BYTES)
      expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototype)
      if (mustLoad(entry.expect)) expect(answer).toMatchObject({ _tag: 'Right' })
      else if (!mayDoEither(entry.expect)) expect(answer).toMatchObject({ _tag: 'Left' })
      if (answer._tag === 'Right') return
      // Damage is told in the parser's own words, not in those of an exception that got away.
      expect(answer.left).toMatchObject({ _tag: 'BadFile', file: path })
      expect(answer.left).not.toHaveProperty('cause')
      expect(showError(answer.left)).toMatch(/^expected .+ for `.+`, got .+/s)
    })
  }
})
