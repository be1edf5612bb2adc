import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dependenciesOf } from '../../../src/spice/dependencies/dependencies-of.js'
import { readTree } from '../../../src/spice/dependencies/read-tree.js'
import { parseFiles, readParses, type SentenceRecord } from './records.js'

/** A file of 150,000 texts takes some seconds. */
const TIMEOUT_MS = 120_000

/** Share of words whose head and relation must be the original's. */
const WORDS_FLOOR = 0.99

/** Share of sentences that must be the original's as a whole: long prompts have many places to differ in. */
const SENTENCES_FLOOR = 0.95

interface Count {
  words: number
  heads: number
  relations: number
  sentences: number
  whole: number
}

const compare = ({ w, h, r, y }: SentenceRecord, count: Count): void => {
  const { heads, labels } = dependenciesOf(readTree(y), w)
  let relations = 0
  for (let i = 0; i < w.length; i++) {
    if (heads[i] !== h[i]) continue
    count.heads++
    if (labels[i] === r[i]) relations++
  }
  count.words += w.length
  count.relations += relations
  count.sentences++
  if (relations === w.length) count.whole++
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(3)} %`

describe('from trees to basic dependencies', () => {
  const paths = parseFiles()
  if (paths.length === 0) {
    console.info('golden spice: skipped, no file of parses')
    test.skip('no file of parses')
  }
  for (const path of paths) {
    test(
      `${basename(path)}: heads and relations are the original's but for a remainder`,
      async () => {
        const byKind = new Map<string, Count>()
        const total: Count = { words: 0, heads: 0, relations: 0, sentences: 0, whole: 0 }
        for await (const { k, s } of readParses(path)) {
          const kind = byKind.get(k) ?? { words: 0, heads: 0, relations: 0, sentences: 0, whole: 0 }
          byKind.set(k, kind)
          for (const sentence of s) compare(sentence, kind)
        }
        for (const [kind, count] of byKind) {
          if (count.words === 0) continue
          console.info(
            `golden spice dependencies: ${basename(path)} ${kind}: heads ${percent(count.heads, count.words)}, ` +
              `with relations ${percent(count.relations, count.words)}, ` +
              `whole sentences ${percent(count.whole, count.sentences)} of ${count.sentences}`,
          )
          for (const key of Object.keys(total) as ReadonlyArray<keyof Count>) total[key] += count[key]
        }
        expect(total.relations / total.words).toBeGreaterThanOrEqual(WORDS_FLOOR)
        expect(total.whole / total.sentences).toBeGreaterThanOrEqual(SENTENCES_FLOOR)
      },
      TIMEOUT_MS,
    )
  }
})
