import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readBase } from '../../../src/cli/bench/base-file.js'
import { makeReport, makeResult } from './make-report.js'

const folder = mkdtempSync(join(tmpdir(), 'base-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (text: string): string => {
  const path = join(folder, 'base.json')
  writeFileSync(path, text)
  return path
}

describe('readBase', () => {
  test('reads back what --json writes', async () => {
    const contract = { samples: 2, violations: [{ law: 'range', message: 'out' }] }
    const report = makeReport([makeResult('mcq'), makeResult('mine.js', { kind: 'module', agreement: null, contract })])
    expect(await readBase(file(JSON.stringify(report)))).toEqual(report)
  })

  test.each([
    ['{}', 'something else'],
    ['[1, 2]', 'something else'],
    ['null', 'something else'],
    ['not json', 'cannot be read'],
    [JSON.stringify({ ...makeReport([]), version: 2 }), 'at version'],
    [JSON.stringify({ ...makeReport([]), extra: 1 }), 'extra'],
    [JSON.stringify(makeReport([makeResult('mcq', { coldStartMs: { median: -1, runs: 1 } })])), 'coldStartMs.median'],
  ])('%.30s is not ours', async (text, why) => {
    const base = await readBase(file(text))
    expect(base).toMatch(/^expected results of corl-bench --json for `--compare`, got /)
    expect(base).toContain(why)
  })

  test('nor is a file that is not there', async () => {
    expect(await readBase(join(folder, 'none.json'))).toMatch(/cannot be read: ENOENT/)
  })
})
