/**
 * Adds up vitest's JSON reports, given as arguments, and prints `N passed, N failed` as the last line. A report that is missing
 * or empty, and a test file that failed before its first test, count as one failure each.
 */
import { readFileSync } from 'node:fs'

const count = (file) => {
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.log(`${file}: no report (${error.message})`)
    return { passed: 0, failed: 1, skipped: 0, examples: 0 }
  }
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status }) => ({ name, status })),
  )
  const withStatus = (...statuses) => tests.filter(({ status }) => statuses.includes(status)).length
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const passed = withStatus('passed')
  const result = {
    passed,
    failed: withStatus('failed') + broken + (passed === 0 ? 1 : 0),
    skipped: withStatus('skipped', 'pending', 'todo', 'disabled'),
    // Tests that live in a source file or a document are the examples of its comments.
    examples: tests.filter(({ name, status }) => status === 'passed' && !/\.test\.ts$/.test(name)).length,
  }
  console.log(
    `${file}: ${result.passed} passed (${result.examples} of them examples of the documentation), ${result.failed} failed, ${result.skipped} skipped`,
  )
  return result
}

const results = process.argv.slice(2).map(count)
const total = (key) => results.reduce((sum, result) => sum + result[key], 0)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = total('failed') === 0 && results.length > 0 ? 0 : 1
