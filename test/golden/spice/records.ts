import { createReadStream, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import type { Proposal, Sentence, Tuple } from '../../../src/spice/sentence.js'
import { findGoldens, goldensRoot } from '../support.js'

/** A number of a token; in a graph also 0, the root, and copies: `"5.1"` is the first copy of token 5. */
export type NodeName = number | string

/** An edge of a graph as it is written in the files. */
export type EdgeRecord = readonly [governor: NodeName, dependant: NodeName, label: string]

/** A sentence of a parse file. Lists named by one letter have an entry a token, but for `b`: begin, length, begin, length, … */
export interface SentenceRecord {
  readonly w: ReadonlyArray<string>
  readonly l: ReadonlyArray<string>
  readonly x: ReadonlyArray<string>
  readonly b: ReadonlyArray<number>
  readonly h: ReadonlyArray<number>
  readonly r: ReadonlyArray<string>
  /** The collapsed graph. */
  readonly c: ReadonlyArray<EdgeRecord>
  /** The graph after SPICE's edits, where these change it. */
  readonly e?: ReadonlyArray<EdgeRecord>
  /** The tree without its words. */
  readonly y: string
}

/** A line of a file `parses*.jsonl.gz`: a text, and what the original makes of it. */
export interface ParseRecord {
  readonly k: string
  readonly g: string
  readonly i: number
  readonly t: string
  readonly s: ReadonlyArray<SentenceRecord>
  readonly p: ReadonlyArray<Proposal>
  readonly o: ReadonlyArray<Tuple>
}

/** True positives, false positives, false negatives, precision, recall, F; null where the original has NaN. */
export type Counts = readonly [
  tp: number,
  fp: number,
  fn: number,
  precision: number | null,
  recall: number | null,
  f: number | null,
]

export type Category = 'All' | 'Object' | 'Relation' | 'Attribute' | 'Color' | 'Cardinality' | 'Size'

/** A line of a file `pairs*.jsonl.gz`: a candidate, its references, and the original's scores. */
export interface PairRecord {
  readonly id: string
  readonly kind: string
  readonly edit?: string
  readonly g: string
  readonly c: string
  readonly r: ReadonlyArray<string>
  readonly s: Readonly<Record<Category, Counts>>
  /** Tuples of the candidate and of the references, after 1 (matched) or 0. */
  readonly ct: ReadonlyArray<readonly [matched: 0 | 1, ...tuple: ReadonlyArray<string>]>
  readonly rt: ReadonlyArray<readonly [matched: 0 | 1, ...tuple: ReadonlyArray<string>]>
  /** Only where the original's result varies: the results of *All* that were seen. */
  readonly u?: ReadonlyArray<Counts>
}

/** Files of parses found among the goldens; none where there are none. */
export const parseFiles = (): ReadonlyArray<string> => findGoldens(goldensRoot(), 'spice', /^parses.*\.jsonl\.gz$/)

/** Files of scored pairs found among the goldens; none where there are none. */
export const pairFiles = (): ReadonlyArray<string> => findGoldens(goldensRoot(), 'spice', /^pairs.*\.jsonl\.gz$/)

export const readParses = (path: string): AsyncGenerator<ParseRecord> => readRecords<ParseRecord>(path)

export const readPairs = (path: string): AsyncGenerator<PairRecord> => readRecords<PairRecord>(path)

/** The records of a file of gzipped JSON Lines, one at a time: the whole does not have to fit in memory. */
export async function* readRecords<Row>(path: string): AsyncGenerator<Row> {
  for await (const lines of linesOf(path)) for (const line of lines) yield JSON.parse(line) as Row
}

/** Bytes that a record takes in a compressed file, about. */
const RECORD_BYTES = 190

/** About so many records of a file, picked by what they hold: the same ones every time, from all over the file. */
export async function* sampleRecords<Row>(path: string, most: number): AsyncGenerator<Row> {
  const step = Math.max(1, Math.round(statSync(path).size / RECORD_BYTES / most))
  for await (const lines of linesOf(path))
    for (const line of lines) if (hashOf(line) % step === 0) yield JSON.parse(line) as Row
}

const hashOf = (line: string): number => {
  let hash = 0
  for (let i = 0; i < line.length; i++) hash = (Math.imul(31, hash) + line.charCodeAt(i)) | 0
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A sentence as the stages after the parser read it. */
export const toSentence = ({ w, l, x, h, r }: SentenceRecord): Sentence => ({
  words: w,
  lemmas: l,
  tags: x,
  heads: h,
  labels: r,
})

/** The lines that are not empty, chunk by chunk: a promise for each line would take longer than reading it. */
async function* linesOf(path: string): AsyncGenerator<ReadonlyArray<string>> {
  const text = createReadStream(path).pipe(createGunzip()).setEncoding('utf8')
  let rest = ''
  for await (const chunk of text as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() as string
    yield lines.filter((line) => line !== '')
  }
  if (rest !== '') yield [rest]
}
