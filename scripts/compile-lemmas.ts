/**
 * Writes src/spice/lemma/exceptions.ts: the plural nouns and the verbs whose lemma no rule of src/spice/lemma gives. The file is
 * committed.
 *
 *   npm run data:lemmas -- lemmas.tsv.gz parses_coco.jsonl.gz ...
 *
 * A lemma table has a line a word form, in lower case: the form, its lemma as a plural noun and its lemma as a verb, with tabs
 * between; an empty lemma is the form itself. Of files of parses, words, tags and lemmas are read (`w`, `x`, `l`).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { regularNoun } from '../src/spice/lemma/regular-noun.js'
import { regularVerb } from '../src/spice/lemma/regular-verb.js'

/** Form to lemma. */
type Lemmas = Map<string, string>

interface Exceptions {
  readonly nouns: Lemmas
  readonly verbs: Lemmas
  /** Of verbs, what stands before -ed and -ing. */
  readonly stems: Lemmas
}

/** Word forms in lower case, with their lemma as a plural noun and as a verb. */
interface Known {
  readonly nouns: Lemmas
  readonly verbs: Lemmas
}

const readTable = (table: string, { nouns, verbs }: Known): void => {
  for (const line of table.split('\n')) {
    const [form = '', noun = '', verb = ''] = line.split('\t')
    if (form === '' || `${noun}${verb}`.includes('_')) continue
    nouns.set(form, noun || form)
    verbs.set(form, verb || form)
  }
}

interface Parse {
  readonly s: ReadonlyArray<{
    readonly w: ReadonlyArray<string>
    readonly x: ReadonlyArray<string>
    readonly l: ReadonlyArray<string>
  }>
}

const PLAIN = /^[a-z]{2,}(?:-[a-z]+)*$/

const readParses = (lines: string, { nouns, verbs }: Known): void => {
  for (const line of lines.split('\n')) {
    if (line === '') continue
    for (const { w, x, l } of (JSON.parse(line) as Parse).s)
      for (const [i, word] of w.entries()) {
        const form = word.toLowerCase()
        const [tag, lemma] = [x[i] as string, l[i] as string]
        if (!PLAIN.test(form)) continue
        if (tag === 'NNS') nouns.set(form, lemma)
        else if (tag.startsWith('VB')) verbs.set(form, lemma)
      }
  }
}

/** What the rules get wrong. */
export const exceptionsOf = (known: Known): Exceptions => {
  const nouns: Lemmas = new Map([...known.nouns].filter(([form, lemma]) => byLastPart(form, regularNoun) !== lemma))
  const verbs: Lemmas = new Map([...known.verbs].filter(([form, lemma]) => byLastPart(form, regularVerb) !== lemma))
  const stems: Lemmas = new Map()
  const forms = known.verbs
  for (const [form, lemma] of verbs) {
    const stem = stemOf(form)
    if (stem === undefined || !isNear(stem, lemma)) continue
    const isForAll = ['ed', 'ing'].every((ending) => (forms.get(stem + ending) ?? lemma) === lemma)
    if (isForAll) stems.set(stem, lemma)
  }
  for (const stem of stems.keys()) for (const ending of ['ed', 'ing']) verbs.delete(stem + ending)
  dropCompounds(verbs, stems)
  dropCompounds(nouns, new Map())
  return { nouns, verbs, stems }
}

const byLastPart = (form: string, rule: (part: string) => string): string => {
  const start = form.lastIndexOf('-') + 1
  return form.slice(0, start) + rule(form.slice(start))
}

const stemOf = (form: string): string | undefined => /^(.+)(?:ed|ing)$/.exec(form)?.[1]

/** The stem, an e more, or its last letter less. */
const isNear = (stem: string, lemma: string): boolean =>
  lemma === stem || lemma === `${stem}e` || lemma === stem.slice(0, -1)

/** Compounds whose last part says it all. */
const dropCompounds = (lemmas: Lemmas, stems: Lemmas): void => {
  for (const list of [lemmas, stems])
    for (const [form, lemma] of list) {
      const hyphen = form.lastIndexOf('-') + 1
      const last = hyphen > 0 ? list.get(form.slice(hyphen)) : undefined
      if (last !== undefined && form.slice(0, hyphen) + last === lemma) list.delete(form)
    }
}

/** Forms by how they change. */
const groupsOf = (lemmas: Lemmas): string => {
  const groups = new Map<string, Array<string>>()
  for (const [form, lemma] of [...lemmas].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let same = 0
    while (same < form.length && form[same] === lemma[same]) same++
    const change = `${form.length - same}, '${lemma.slice(same)}'`
    groups.set(change, [...(groups.get(change) ?? []), form])
  }
  const lines = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  return lines.map(([change, forms]) => `  [${change}, ${JSON.stringify(forms.join(' '))}],\n`).join('')
}

const moduleOf = ({ nouns, verbs, stems }: Exceptions): string =>
  `/** Written by scripts/compile-lemmas.ts. Letters less, letters more, and the forms that change so. */
export type Group = readonly [cut: number, add: string, forms: string]

/** Plural nouns. */
export const NOUNS: ReadonlyArray<Group> = [
${groupsOf(nouns)}]

/** Forms of verbs. */
export const VERBS: ReadonlyArray<Group> = [
${groupsOf(verbs)}]

/** Stems of verbs before -ed and -ing. */
export const STEMS: ReadonlyArray<Group> = [
${groupsOf(stems)}]
`

const files = process.argv.slice(2)
if (files.length > 0 && process.argv[1] === fileURLToPath(import.meta.url)) {
  const known: Known = { nouns: new Map(), verbs: new Map() }
  for (const file of files) {
    const bytes = readFileSync(file)
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
    if (file.includes('.jsonl')) readParses(text, known)
    else readTable(text, known)
  }
  writeFileSync(new URL('../src/spice/lemma/exceptions.ts', import.meta.url), moduleOf(exceptionsOf(known)))
}
