import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Token } from '../../../src/spice/sentence.js'
import { tokenise } from '../../../src/spice/tokens/tokenise.js'
import { type ParseRecord, parseFiles, readParses } from './records.js'

/** A file of 150,000 texts takes some seconds. */
const TIMEOUT_MS = 120_000

/** Share of texts whose tokens, places and sentences must be the original's. */
const FLOOR = 0.995

const isSame = (sentences: ReadonlyArray<ReadonlyArray<Token>>, { s }: ParseRecord): boolean =>
  sentences.length === s.length &&
  s.every(({ w, b }, i) => {
    const tokens = sentences[i] as ReadonlyArray<Token>
    return (
      tokens.length === w.length &&
      tokens.every(({ word, begin, length }, j) => word === w[j] && begin === b[2 * j] && length === b[2 * j + 1])
    )
  })

describe('from texts to tokens and sentences', () => {
  const paths = parseFiles()
  if (paths.length === 0) {
    console.info('golden spice tokens: skipped, no file of parses')
    test.skip('no file of parses')
  }
  for (const path of paths) {
    test(
      `${basename(path)}: tokens, their places and the ends of sentences are the original's`,
      async () => {
        const byKind = new Map<string, { texts: number; same: number }>()
        for await (const record of readParses(path)) {
          const count = byKind.get(record.k) ?? { texts: 0, same: 0 }
          byKind.set(record.k, count)
          count.texts++
          if (isSame(tokenise(record.t), record)) count.same++
        }
        for (const [kind, { texts, same }] of byKind)
          console.info(`golden spice tokens: ${basename(path)} ${kind}: ${same} of ${texts} texts`)
        const counts = [...byKind.values()]
        const texts = counts.reduce((sum, count) => sum + count.texts, 0)
        expect(counts.reduce((sum, count) => sum + count.same, 0)).toBeGreaterThanOrEqual(FLOOR * texts)
      },
      TIMEOUT_MS,
    )
  }
})
