/** Every third-party package whose code is inside dist, and the data of others, have their licences, word for word, in THIRD_PARTY_NOTICES. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const read = (...parts: ReadonlyArray<string>): string => readFileSync(path.join(root, ...parts), 'utf8')

interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >
}

/** Module paths below node_modules, by package. */
const bundled = (metafile: Metafile): ReadonlyMap<string, ReadonlyArray<string>> => {
  const modules = new Map<string, Set<string>>()
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const input of Object.keys(inputs)) {
      const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/[^:]*$/.exec(input) ?? []
      if (name !== undefined) modules.set(name, (modules.get(name) ?? new Set()).add(input))
    }
  }
  return new Map([...modules].map(([name, files]) => [name, [...files].sort()]))
}

/** What may be inside the bundle, as written in docs/adr/0001-dependencies.md. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  natural:
    /node_modules\/natural\/lib\/natural\/(stemmers\/(porter_stemmer|stemmer|token)|tokenizers\/\w+|util\/stopwords)\.js$/,
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()
const notices = squeeze(read('THIRD_PARTY_NOTICES'))
const problems: Array<string> = []
const packages = bundled(JSON.parse(read('dist/metafile-esm.json')) as Metafile)

for (const [name, files] of packages) {
  const { version } = JSON.parse(read('node_modules', name, 'package.json')) as { readonly version: string }
  if (!notices.includes(`${name} ${version}`)) problems.push(`THIRD_PARTY_NOTICES does not name ${name} ${version}`)
  const licence = readdirSync(path.join(root, 'node_modules', name)).find((file) => /^licen[cs]e/i.test(file))
  if (licence === undefined) problems.push(`${name} has no licence file`)
  else if (!notices.includes(squeeze(read('node_modules', name, licence)))) {
    problems.push(`THIRD_PARTY_NOTICES lacks the licence text of ${name}`)
  }
  for (const file of files) {
    if (ALLOWED[name]?.test(file) !== true)
      problems.push(`${file} is bundled, and docs/adr/0001-dependencies.md does not know it`)
    for (const [line] of read(file).matchAll(/^.*\bcopyright\s+\(c\).*$/gim)) {
      if (!notices.includes(squeeze(line))) problems.push(`THIRD_PARTY_NOTICES lacks "${line.trim()}" of ${file}`)
    }
  }
}

/** Data of others that ship, with the licence that lies beside them. */
const DATA: ReadonlyArray<readonly [name: string, licence: string]> = [['WordNet 3.0', 'data/spice/WORDNET-LICENSE']]

for (const [name, licence] of DATA) {
  if (!notices.includes(`${name} Taken:`)) problems.push(`THIRD_PARTY_NOTICES does not name ${name}`)
  if (!notices.includes(squeeze(read(licence)))) problems.push(`THIRD_PARTY_NOTICES lacks ${licence}`)
}

for (const problem of problems) console.error(problem)
const modules = [...packages.values()].flat().length
console.log(
  `notices: ${packages.size} bundled packages (${[...packages.keys()].join(', ')}), ${modules} modules, ${problems.length} problems`,
)
process.exitCode = problems.length === 0 ? 0 : 1
