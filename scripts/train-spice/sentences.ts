import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A sentence that the original has parsed. */
export interface Labelled {
  readonly kind: string
  readonly group: string
  readonly words: ReadonlyArray<string>
  readonly tags: ReadonlyArray<string>
  /** Without its words. */
  readonly tree: string
}

interface ParseRecord {
  readonly k: string
  readonly g: string
  readonly s: ReadonlyArray<{
    readonly w: ReadonlyArray<string>
    readonly x: ReadonlyArray<string>
    readonly y: string
  }>
}

/** All sentences of the folder's `parses*.jsonl.gz`, each wording once, in the order of the files. */
export const readSentences = (folder: string): ReadonlyArray<Labelled> => {
  const seen = new Set<string>()
  const sentences: Labelled[] = []
  const files = readdirSync(folder).filter((name) => /^parses.*\.jsonl\.gz$/.test(name))
  if (files.length === 0) throw new Error(`no parses*.jsonl.gz in ${folder}`)
  for (const file of files.toSorted())
    for (const line of gunzipSync(readFileSync(join(folder, file)))
      .toString('utf8')
      .split('\n')) {
      if (line === '') continue
      const record = JSON.parse(line) as ParseRecord
      for (const { w, x, y } of record.s) {
        const key = w.join(' ')
        if (seen.has(key)) continue
        seen.add(key)
        sentences.push({ kind: record.k, group: record.g, words: w, tags: x, tree: y })
      }
    }
  return sentences
}

/** Training text made for it: it has no place among the texts that are measured. */
export const isMade = ({ kind }: Labelled): boolean => kind === 'syn' || kind === 'probe'

/** The share of groups held out, one in twenty, chosen by a hash of the group's name. */
export const isHeldOut = ({ group }: Labelled): boolean => {
  let hash = 2166136261
  for (let i = 0; i < group.length; i++) hash = Math.imul(hash ^ group.charCodeAt(i), 16777619)
  return ((hash >>> 0) % 1000) % 20 === 0
}
