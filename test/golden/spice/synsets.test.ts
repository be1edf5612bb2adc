import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { findGoldens, goldensRoot } from '../support.js'
import { shippedLexicon } from './shipped-lexicon.js'

describe('synsets of concepts', () => {
  const paths = findGoldens(goldensRoot(), 'spice', /^synsets.*\.tsv\.gz$/)
  if (paths.length === 0) {
    console.info('golden spice: skipped, no table of synsets')
    test.skip('no table of synsets')
  }
  for (const path of paths)
    test(`${basename(path)}: every concept has the ids of the original`, () => {
      const rows = gunzipSync(readFileSync(path))
        .toString()
        .split('\n')
        .filter((line) => line !== '')
      const wrong = rows.filter((row) => {
        const [concept = '', ids = ''] = row.split('\t')
        const expected = ids
          .split(/\D+/)
          .filter((id) => id !== '')
          .map(Number)
          .sort((a, b) => a - b)
        return expected.join() !== shippedLexicon.synsets(concept).join()
      })
      console.info(`golden spice: ${basename(path)}, ${rows.length - wrong.length} of ${rows.length} concepts equal`)
      expect(wrong).toEqual([])
    })
})
