import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { lemmaOf } from '../../../src/spice/lemma/lemma-of.js'
import { findGoldens, goldensRoot } from '../support.js'
import { parseFiles, readParses } from './records.js'

/** A file of 150,000 texts takes some seconds. */
const TIMEOUT_MS = 120_000

/** Share of words whose lemma must be the original's. */
const FLOOR = 0.999

/** In the order in which the table has lemmas that differ from one to the other. */
const VERB_TAGS = ['VB', 'VBD', 'VBG', 'VBN', 'VBP', 'VBZ']

/** Lines of a table: a form, its lemma as a plural noun, its lemma as a verb; an empty one is the form itself. */
async function* readTable(path: string): AsyncGenerator<readonly [form: string, noun: string, verb: string]> {
  for await (const line of createInterface(createReadStream(path).pipe(createGunzip()))) {
    const [form = '', noun = '', verb = ''] = line.split('\t')
    if (form !== '') yield [form, noun || form, verb || form]
  }
}

describe('lemmas', () => {
  const tables = findGoldens(goldensRoot(), 'spice', /^lemmas.*\.tsv\.gz$/)
  const parses = parseFiles()
  if (tables.length === 0) test.skip('no table of lemmas')
  if (parses.length === 0) test.skip('no file of parses')
  if (tables.length + parses.length === 0) console.info('golden spice lemmas: skipped, no file')

  for (const path of tables) {
    test(
      `${basename(path)}: a form's lemmas are the original's, as a plural noun and as a verb`,
      async () => {
        let [forms, same] = [0, 0]
        for await (const [form, noun, verb] of readTable(path)) {
          const verbs = verb.includes('|') ? verb.split('|') : VERB_TAGS.map(() => verb)
          forms++
          if (lemmaOf(form, 'NNS') === noun && VERB_TAGS.every((tag, i) => lemmaOf(form, tag) === verbs[i])) same++
        }
        console.info(`golden spice lemmas: ${basename(path)}: ${same} of ${forms} forms`)
        expect(same).toBeGreaterThanOrEqual(FLOOR * forms)
      },
      TIMEOUT_MS,
    )
  }

  for (const path of parses) {
    test(
      `${basename(path)}: lemmas of tagged words are the original's`,
      async () => {
        let [words, same] = [0, 0]
        for await (const { s } of readParses(path))
          for (const { w, x, l } of s)
            for (const [i, word] of w.entries()) {
              words++
              if (lemmaOf(word, x[i] as string) === l[i]) same++
            }
        console.info(`golden spice lemmas: ${basename(path)}: ${same} of ${words} words`)
        expect(same).toBeGreaterThanOrEqual(FLOOR * words)
      },
      TIMEOUT_MS,
    )
  }
})
