import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const folder = new URL('../../examples/', import.meta.url)

/** The comment at the end of an example: what it prints. */
const promised = (source: string): string =>
  (source.split('\n// Output:\n')[1] ?? '').replaceAll(/^\/\/ ?/gm, '').trimEnd()

for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
  test(`${name} prints what it says it prints, and nothing on stderr`, async () => {
    const source = readFileSync(new URL(name, folder), 'utf8')
    expect(source.split('\n').length).toBeLessThan(60)
    const program = fileURLToPath(new URL(name, folder))
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program])
    expect(stdout.trimEnd()).toBe(promised(source))
    expect(promised(source)).not.toBe('')
    expect(stderr).toBe('')
  }, 60_000)
}
