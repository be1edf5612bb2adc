import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseSceneGraph, spice } from '../../../src/spice/index.js'
import { type Agreement, agreementOf } from './agreement.js'
import { pairFiles, type PairRecord, parseFiles, type ParseRecord, sampleRecords } from './records.js'

const TIME_LIMIT_MS = 120_000

/** Of a file, about: all of them would take minutes. */
const RECORDS = 3000

/** With fewer there is no share to speak of. */
const FEWEST = 100

/** Texts from a kind of source, and the share of them that must have the original's tuples. */
const TEXT_FLOORS: ReadonlyArray<readonly [what: string, kinds: RegExp, share: number]> = [
  ['captions', /^coco/, 0.82],
  ['prompts', /^(parti|t2i|dpg)$/, 0.88],
]

/** Pairs of a kind, the most that F may differ on average, and the least correlation. */
const PAIR_FLOORS: ReadonlyArray<readonly [kinds: RegExp, difference: number, correlation: number]> = [
  [/^human1$/, 0.016, 0.95],
  [/^human4$/, 0.015, -1],
  [/^edit/, 0.03, 0.88],
]

/** Tuples in any order, and the strings of a concept as well. */
const asSet = (tuples: ReadonlyArray<ReadonlyArray<string>>): string =>
  tuples
    .map((tuple) => tuple.map((shown) => shown.split('/').sort().join('/')).join('\t'))
    .sort()
    .join('\n')

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`

/** Rows by what tells them apart. */
const grouped = <Row>(rows: ReadonlyArray<Row>, key: (row: Row) => string): ReadonlyMap<string, Array<Row>> => {
  const groups = new Map<string, Array<Row>>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group === undefined) groups.set(key(row), [row])
    else group.push(row)
  }
  return groups
}

const told = (path: string, what: string, text: string): void =>
  console.info(`golden spice end to end: ${basename(path)} ${what}: ${text}`)

describe('from texts to tuples', () => {
  if (parseFiles().length === 0) {
    console.info('golden spice: skipped, no file of parses')
    test.skip('no file of parses')
  }
  for (const path of parseFiles())
    test(
      `${basename(path)}: tuples are the original's for most texts`,
      async () => {
        const rows: Array<{ readonly kind: string; readonly same: boolean }> = []
        for await (const { k, t, o } of sampleRecords<ParseRecord>(path, RECORDS))
          rows.push({ kind: k, same: asSet(parseSceneGraph(t)) === asSet(o) })
        const sameIn = (some: typeof rows): number => some.filter(({ same }) => same).length
        for (const [kind, some] of grouped(rows, (row) => row.kind))
          told(path, kind, `${percent(sameIn(some), some.length)} of ${some.length} texts identical`)
        expect(rows.length).toBeGreaterThan(0)
        for (const [what, kinds, floor] of TEXT_FLOORS) {
          const some = rows.filter(({ kind }) => kinds.test(kind))
          if (some.length >= FEWEST) expect(sameIn(some) / some.length, what).toBeGreaterThanOrEqual(floor)
        }
      },
      TIME_LIMIT_MS,
    )
})

describe('from texts to scores', () => {
  if (pairFiles().length === 0) {
    console.info('golden spice: skipped, no file of pairs')
    test.skip('no file of pairs')
  }
  for (const path of pairFiles())
    test(
      `${basename(path)}: F is near the original's`,
      async () => {
        const rows: Array<{ readonly kind: string; readonly f: readonly [number, number] }> = []
        for await (const { kind, c, r, s, u } of sampleRecords<PairRecord>(path, RECORDS)) {
          // Where the original's own result varies there is nothing to be near to.
          if (u !== undefined) continue
          rows.push({ kind, f: [spice(c, r, { variant: 'released' }).f, s.All[5] as number] })
        }
        const agreement = (some: ReadonlyArray<(typeof rows)[number]>): Agreement => agreementOf(some.map(({ f }) => f))
        for (const [kind, some] of grouped(rows, (row) => row.kind)) told(path, kind, shown(agreement(some)))
        told(path, 'all', shown(agreement(rows)))
        expect(rows.length).toBeGreaterThan(0)
        for (const [kinds, difference, correlation] of PAIR_FLOORS) {
          const some = rows.filter(({ kind }) => kinds.test(kind))
          if (some.length < FEWEST) continue
          const found = agreement(some)
          expect(found.meanAbsoluteDifference, String(kinds)).toBeLessThanOrEqual(difference)
          expect(found.correlation, String(kinds)).toBeGreaterThanOrEqual(correlation)
        }
      },
      TIME_LIMIT_MS,
    )
})

const shown = ({ count, meanAbsoluteDifference, correlation, equal }: Agreement): string =>
  `${count} pairs, mean absolute difference ${meanAbsoluteDifference.toFixed(4)}, r ${correlation.toFixed(3)}, ` +
  `${percent(equal, 1)} equal`
