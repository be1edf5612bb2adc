/** Every example marked for execution, in a doc comment or a document, was run: vitest's JSON report (the argument) is asked. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const under = (folder, ending) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith(ending))
        .map((file) => path.join(folder, file))
    : []

const MARK = /^[ *]*```ts[^\n]*@import\.meta\.vitest/gm
const files = [...under('src', '.ts'), ...under('docs', '.md'), 'README.md'].filter((file) =>
  existsSync(path.join(root, file)),
)
const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const ran = new Map(
  testResults.map(({ name, assertionResults }) => [
    path.relative(root, name),
    assertionResults.filter(({ status }) => status === 'passed').length,
  ]),
)

let written = 0
let passed = 0
for (const file of files) {
  const marked = [...readFileSync(path.join(root, file), 'utf8').matchAll(MARK)].length
  const run = ran.get(file) ?? 0
  if (marked !== run) console.error(`${file}: ${marked} examples, ${run} run and passed`)
  written += marked
  passed += run
}
console.log(`examples: ${written} written, ${passed} run and passed`)
process.exitCode = written === passed && written > 0 ? 0 : 1
