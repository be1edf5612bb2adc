import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { workload } from '../src/cli/bench/workloads.js'
import { findGoldens, goldensRoot } from '../test/golden/support.js'

/** A candidate and its one reference. */
export interface TextPair {
  readonly caption: string
  readonly prompt: string
}

/** Pairs of one source. */
export interface PairSource {
  readonly name: string
  readonly pairs: ReadonlyArray<TextPair>
}

/** What pairs of the golden files are about, by their kind. */
const KINDS: Readonly<Record<string, string>> = {
  human1: 'captions of one image',
  edit: 'prompts and edited prompts',
  dpg_other: 'long prompts',
}

/** The pairs of the golden files with one reference, where there are such files, and those made for the project; no text twice in a source. */
export const pairSources = (most: number): ReadonlyArray<PairSource> => {
  const made = workload('spice') as ReadonlyArray<unknown> as ReadonlyArray<TextPair>
  const records = findGoldens(goldensRoot(), 'spice', /^pairs.*\.jsonl\.gz$/).flatMap((path) =>
    gunzipSync(readFileSync(path))
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { kind: string; c: string; r: ReadonlyArray<string> }),
  )
  return [
    ...Object.entries(KINDS).map(([kind, name]) => ({
      name,
      pairs: distinct(
        records.flatMap(({ kind: own, c, r }) =>
          own === kind && r.length === 1 ? [{ caption: c, prompt: r[0] as string }] : [],
        ),
      ).slice(0, most),
    })),
    { name: 'made captions', pairs: made.slice(0, most) },
  ].filter(({ pairs }) => pairs.length > 0)
}

/** Without the pairs that have a text of an earlier one: it would be parsed once for both. */
const distinct = (pairs: ReadonlyArray<TextPair>): ReadonlyArray<TextPair> => {
  const seen = new Set<string>()
  return pairs.filter(({ caption, prompt }) => {
    if (seen.has(caption) || seen.has(prompt) || caption === prompt) return false
    seen.add(caption).add(prompt)
    return true
  })
}
