/** Doc comments of the public API: what each function must say (scripts/doc-rules.ts), and how many examples run. */
import path from 'node:path'
import { commentOf, isExecuted, missingInFunction } from './doc-rules.js'
import { entrySources, publicApi } from './public-api.js'

const root = path.join(import.meta.dirname, '..')
const entries = entrySources(root)
const { checker, names } = publicApi(root, entries)
const functions = names.filter(({ kind }) => kind === 'function')

const problems = functions.flatMap((named) => {
  const missing = missingInFunction(checker, named)
  return missing.length === 0 ? [] : [`${named.file}:${named.line} ${named.name}: ${missing.join('; ')}`]
})
const undescribed = names
  .filter((named) => named.kind === 'other' && commentOf(checker, named).description === '')
  .map((named) => `${named.file}:${named.line} ${named.name}: a description`)
const dead = names.flatMap((named) =>
  commentOf(checker, named).examples.some((example) => !isExecuted(example))
    ? [`${named.file}:${named.line} ${named.name}: an @example that is not executed`]
    : [],
)
for (const problem of [...problems, ...undescribed, ...dead]) console.error(problem)

const complete = functions.length - problems.length
const shown = functions.filter((named) => commentOf(checker, named).examples.some(isExecuted)).length
console.log(
  `docs: ${entries.size} entry points, ${names.length} public names; ` +
    `${complete} of ${functions.length} functions complete (${((100 * complete) / functions.length).toFixed(1)} %), ` +
    `${shown} with an executed example; ${names.length - functions.length - undescribed.length} of ${names.length - functions.length} others described`,
)
process.exitCode = problems.length + undescribed.length + dead.length === 0 ? 0 : 1
