import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sceneGraph } from '../../../src/spice/scene-graph/scene-graph.js'
import { tuplesOf } from '../../../src/spice/scene-graph/tuples-of.js'
import type { Counts as Ours } from '../../../src/spice/score/counts.js'
import { scoreGraphs } from '../../../src/spice/score/score-graphs.js'
import type { Proposal } from '../../../src/spice/sentence.js'
import { type Category, type Counts, pairFiles, type PairRecord, parseFiles, readPairs, readParses } from './records.js'
import { shippedLexicon } from './shipped-lexicon.js'

/** Quotients of small integers: equal but for the order of operations. */
const TOLERANCE = 1e-9

const TIME_LIMIT_MS = 120_000

/** The original's proposals, and the texts whose merged tuples are not the original's; each file is read once. */
interface Parses {
  readonly proposals: ReadonlyMap<string, ReadonlyArray<Proposal>>
  readonly texts: ReadonlyMap<string, { readonly count: number; readonly wrong: ReadonlyArray<string> }>
}

const readAll = async (): Promise<Parses> => {
  const wanted = new Set<string>()
  for (const path of pairFiles())
    for await (const { c, r } of readPairs(path)) for (const text of [c, ...r]) wanted.add(text)
  const proposals = new Map<string, ReadonlyArray<Proposal>>()
  const texts = new Map<string, { count: number; wrong: Array<string> }>()
  for (const path of parseFiles()) {
    const file = { count: 0, wrong: [] as Array<string> }
    texts.set(path, file)
    for await (const { t, p, o } of readParses(path)) {
      if (wanted.has(t)) proposals.set(t, p)
      file.count++
      if (asSet(tuplesOf(sceneGraph([p], shippedLexicon))) !== asSet(o)) file.wrong.push(t)
    }
  }
  return { proposals, texts }
}

let parses: Promise<Parses> | undefined
const allParses = (): Promise<Parses> => (parses ??= readAll())

/** Tuples in any order, and the strings of a concept as well. */
const asSet = (tuples: ReadonlyArray<ReadonlyArray<string | number>>): string =>
  tuples
    .map((tuple) =>
      tuple
        .map((shown) => (String(shown).includes('/') ? String(shown).split('/').sort().join('/') : shown))
        .join('\t'),
    )
    .sort()
    .join('\n')

const isClose = ({ tp, fp, fn, precision, recall, f }: Ours, expected: Counts): boolean =>
  [tp, fp, fn, precision, recall, f].every((value, i) => {
    const other = expected[i] as number | null
    return other === null ? Number.isNaN(value) : Math.abs(value - other) <= TOLERANCE
  })

/** What is not as in the record. */
const differences = (pair: PairRecord, proposals: Parses['proposals']): ReadonlyArray<string> => {
  const parsed = (text: string): ReadonlyArray<Proposal> => {
    const known = proposals.get(text)
    if (known === undefined) throw new Error(`expected the parse of "${text}", got none`)
    return known
  }
  const candidate = sceneGraph([parsed(pair.c)], shippedLexicon)
  const reference = sceneGraph(pair.r.map(parsed), shippedLexicon)
  const scores = scoreGraphs(candidate, reference)
  const marked = (graph: typeof candidate, marks: ReadonlyArray<boolean>) =>
    asSet(tuplesOf(graph).map((tuple, i) => [Number(marks[i]), ...tuple]))
  return [
    ...(Object.keys(pair.s) as Array<Category>).filter((name) => !isClose(scores.categories[name], pair.s[name])),
    ...(marked(candidate, scores.candidate) === asSet(pair.ct) ? [] : ['candidate tuples']),
    ...(marked(reference, scores.reference) === asSet(pair.rt) ? [] : ['reference tuples']),
  ].map((name) => `${pair.id} ${name}`)
}

describe('from the proposals of the original', () => {
  if (parseFiles().length === 0) {
    console.info('golden spice: skipped, no parses')
    test.skip('no parses')
  }
  for (const path of parseFiles())
    test(
      `${basename(path)}: the merged tuples of every text are those of the original`,
      async () => {
        const file = (await allParses()).texts.get(path)
        console.info(
          `golden spice: ${basename(path)}, ${(file?.count ?? 0) - (file?.wrong.length ?? 0)} of ${file?.count} texts equal`,
        )
        expect(file?.wrong).toEqual([])
      },
      TIME_LIMIT_MS,
    )
  for (const path of pairFiles())
    test(
      `${basename(path)}: all scores, and which tuples matched, are those of the original`,
      async () => {
        const { proposals } = await allParses()
        const wrong: Array<string> = []
        const counted = { pairs: 0, varying: 0 }
        for await (const pair of readPairs(path)) {
          // Where the original's own result varies there is nothing to be equal to.
          if (pair.u !== undefined) counted.varying++
          else {
            counted.pairs++
            wrong.push(...differences(pair, proposals))
          }
        }
        console.info(
          `golden spice: ${basename(path)}, ${counted.pairs} pairs, ${counted.varying} set aside, ${wrong.length} differences`,
        )
        expect(wrong).toEqual([])
      },
      TIME_LIMIT_MS,
    )
})
