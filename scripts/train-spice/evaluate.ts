/**
 * How near a trained parser comes to the original, on the groups that `npm run train:spice` leaves out.
 *
 *   npm run measure:spice -- --data DIR [--model FILE] [--all]
 *
 * Prints, by kind of text, the share of texts with the original's tuples, of trees and of tags; by kind of pair, the mean absolute difference
 * of F, the share of equal ones and Pearson's r. With --all, over every text and pair of the folder.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { isLeft, type Either } from 'fp-ts/lib/Either.js'
import { readLexicon } from '../../src/spice/lexicon/read-lexicon.js'
import { mineText, readSentence } from '../../src/spice/mine-text.js'
import { openParser } from '../../src/spice/parser/open-parser.js'
import { sceneGraph, type SceneGraph } from '../../src/spice/scene-graph/scene-graph.js'
import { tuplesOf } from '../../src/spice/scene-graph/tuples-of.js'
import { scoreGraphs } from '../../src/spice/score/score-graphs.js'
import type { Tuple } from '../../src/spice/sentence.js'
import { tokenise } from '../../src/spice/tokens/tokenise.js'
import { percent } from './percent.js'
import { isHeldOut, isMade } from './sentences.js'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    model: { type: 'string', default: 'data/spice/parser.bin' },
    all: { type: 'boolean', default: false },
  },
})
if (values.data === undefined)
  throw new Error('expected --data DIR, a folder with parses*.jsonl.gz and pairs*.jsonl.gz')
const folder = values.data

const orThrow = <A>(made: Either<unknown, A>): A => {
  if (isLeft(made)) throw new Error(JSON.stringify(made.left))
  return made.right
}
const parser = orThrow(openParser(readFileSync(values.model)))
const lexicon = orThrow(readLexicon(readFileSync('data/spice/wordnet.bin')))

const records = (pattern: RegExp): ReadonlyArray<unknown> =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .toSorted()
    .flatMap((name) =>
      gunzipSync(readFileSync(join(folder, name)))
        .toString('utf8')
        .split('\n'),
    )
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))

const isMeasured = (record: { readonly kind: string; readonly group: string }): boolean =>
  values.all || isHeldOut({ ...record, words: [], tags: [], tree: '' })

interface Text {
  readonly k: string
  readonly g: string
  readonly t: string
  readonly s: ReadonlyArray<{ readonly x: ReadonlyArray<string> }>
  readonly o: ReadonlyArray<Tuple>
}

interface Pair {
  readonly kind: string
  /** Absent where the texts were made for the pair. */
  readonly g?: string
  readonly c: string
  readonly r: ReadonlyArray<string>
  readonly s: { readonly All: ReadonlyArray<number> }
}

const asSet = (tuples: ReadonlyArray<Tuple>): string =>
  tuples
    .map((tuple) => tuple.map((shown) => shown.split('/').toSorted().join('/')).join('\t'))
    .toSorted()
    .join('\n')

const graphOf = (texts: ReadonlyArray<string>): SceneGraph =>
  sceneGraph(
    texts.map((text) => mineText(text, parser)),
    lexicon,
  )

const row = (cells: ReadonlyArray<string>): void => {
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}

const table = (heads: ReadonlyArray<string>): void => {
  row(heads)
  row(heads.map(() => '---'))
}

const grouped = <A>(
  all: ReadonlyArray<A>,
  names: (one: A) => ReadonlyArray<string>,
): ReadonlyMap<string, ReadonlyArray<A>> => {
  const groups = new Map<string, Array<A>>()
  for (const one of all) for (const name of names(one)) groups.set(name, [...(groups.get(name) ?? []), one])
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const summaryOf = (kind: string): string =>
  kind.startsWith('coco') ? 'ALL captions' : /^(parti|t2i|dpg)$/.test(kind) ? 'ALL prompts' : 'ALL others'

const texts = (records(/^parses.*\.jsonl\.gz$/) as ReadonlyArray<Text>).filter(
  ({ k, g }) => !isMade({ kind: k, group: g, words: [], tags: [], tree: '' }) && isMeasured({ kind: k, group: g }),
)
const judged = texts.map(({ k, t, s, o }) => {
  const sentences = tokenise(t).map((tokens) => readSentence(tokens, parser))
  const mine = sentences.flatMap(({ tags }) => tags)
  const theirs = s.flatMap(({ x }) => x)
  return {
    kind: k,
    same: asSet(tuplesOf(graphOf([t]))) === asSet(o),
    tags: mine.filter((tag, i) => tag === theirs[i]).length,
    words: theirs.length,
  }
})
table(['texts', 'n', 'tuples identical', 'tags'])
for (const [kind, some] of grouped(judged, (one) => [one.kind, summaryOf(one.kind)]))
  row([
    kind,
    String(some.length),
    percent(some.filter(({ same }) => same).length, some.length),
    percent(
      some.reduce((sum, { tags }) => sum + tags, 0),
      some.reduce((sum, { words }) => sum + words, 0),
    ),
  ])

const pearson = (x: ReadonlyArray<number>, y: ReadonlyArray<number>): number => {
  const mean = (v: ReadonlyArray<number>): number => v.reduce((a, b) => a + b, 0) / v.length
  const [mx, my] = [mean(x), mean(y)]
  const dot = (a: ReadonlyArray<number>, ma: number, b: ReadonlyArray<number>, mb: number): number =>
    a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] ?? 0) - mb), 0)
  return dot(x, mx, y, my) / Math.sqrt(dot(x, mx, x, mx) * dot(y, my, y, my))
}

const scored = (records(/^pairs.*\.jsonl\.gz$/) as ReadonlyArray<Pair>)
  .filter(({ kind, g }) => g === undefined || isMeasured({ kind, group: g }))
  .map(({ kind, c, r, s }) => ({
    kind,
    mine: scoreGraphs(graphOf([c]), graphOf(r)).categories.All.f,
    theirs: s.All[5] ?? 0,
  }))
process.stdout.write('\n')
table(['pairs', 'n', 'mean absolute difference of F', 'equal', "Pearson's r"])
for (const [kind, some] of grouped(scored, ({ kind }) => [
  kind,
  ...(kind.startsWith('edit') ? ['edit + edit_rev'] : []),
])) {
  const differences = some.map(({ mine, theirs }) => Math.abs(mine - theirs))
  row([
    kind,
    String(some.length),
    (differences.reduce((a, b) => a + b, 0) / some.length).toFixed(4),
    percent(differences.filter((difference) => difference < 1e-9).length, some.length),
    pearson(
      some.map(({ mine }) => mine),
      some.map(({ theirs }) => theirs),
    ).toFixed(3),
  ])
}
