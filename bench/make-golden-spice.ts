/**
 * Scores the pairs of bench/golden/text/spice.json anew by the original program. The texts are made for the project and stand in that file
 * alone; to add some, add cases without `expected`.
 *
 *   npx tsx bench/make-golden-spice.ts CLASSPATH
 *
 * CLASSPATH as for `bench/spice.bench.ts --java`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { GoldenFile } from '../src/cli/bench/agreement.js'
import { runOriginal } from './spice-original.js'
import type { TextPair } from './spice-texts.js'

const [classPath] = process.argv.slice(2)
if (classPath === undefined) throw new Error('expected the class path of the original')

const file = fileURLToPath(new URL('golden/text/spice.json', import.meta.url))
const { cases, ...head } = JSON.parse(readFileSync(file, 'utf8')) as GoldenFile
const { f } = await runOriginal(
  classPath,
  cases.map(({ sample }) => sample as unknown as TextPair),
)
const lines = cases.map(({ id, sample }, i) => JSON.stringify({ id, sample, expected: { released: f[i] } }))
writeFileSync(file, `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines.join(',\n')}\n]}\n`)
console.log(`spice.json: ${cases.length} cases`)
