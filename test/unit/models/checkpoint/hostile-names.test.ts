import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import type * as promises from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openCheckpoint } from '../../../../src/models/checkpoint/open-checkpoint.js'
import { HOSTILE_BYTES, HOSTILE_MODES, HOSTILE_NAMES } from './hostile-names.js'
import { refusal } from './read.js'
import { formulaFloats, stateDict, zipOf } from './torch-files.js'
import { pickle } from './pickle-writer.js'
import { zip } from './zip-writer.js'

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>()
  return { ...real, open: vi.fn(real.open) }
})

const AT_LEAST = 100

const storage = formulaFloats('0', 6)
const tensors = [{ name: 'w', storage }]
const folder = mkdtempSync(join(tmpdir(), 'names-'))
const names = [...HOSTILE_NAMES, ...HOSTILE_BYTES]

afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => void vi.mocked(open).mockClear())

test(`there are at least ${AT_LEAST} hostile names of entries, no two alike`, () => {
  expect(new Set(names.map((name) => Buffer.from(name).toString('hex'))).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(AT_LEAST)
  console.info(`hostile names of archive entries: ${names.length}`)
})

/** The archive without the one entry is sound; it stands first, last, or in place of the storage. */
const archives = (name: string | Uint8Array): ReadonlyArray<Uint8Array> => {
  const evil = { name, data: storage.data }
  const rest = [
    { name: 'archive/data.pkl', data: pickle(stateDict(tensors, false)) },
    { name: 'archive/version', data: Buffer.from('3\n') },
  ]
  return [zipOf(tensors, { more: [evil] }), zip([evil, ...rest]), zip([...rest, evil])]
}

describe('an archive with such an entry is refused, no other file is opened, nothing is written', () => {
  test.each(
    names.map(
      (name) => [JSON.stringify(typeof name === 'string' ? name : Buffer.from(name).toString('hex')), name] as const,
    ),
  )('%s', async (_, name) => {
    for (const archive of archives(name)) {
      const path = join(folder, 'checkpoint.pth')
      writeFileSync(path, archive)
      const answer = await openCheckpoint(path)()
      expect(answer).toMatchObject({ _tag: 'Left', left: { _tag: 'BadFile', file: path } })
      expect(vi.mocked(open).mock.calls.map(([opened]) => opened)).toEqual([path])
      expect(readdirSync(folder)).toEqual(['checkpoint.pth'])
      vi.mocked(open).mockClear()
    }
  })
})

describe('an entry that is no plain file is refused', () => {
  test.each(Object.entries(HOSTILE_MODES))('%s', (_, mode) => {
    const more = [{ name: 'archive/x', data: Buffer.from('/etc/passwd'), central: { attributes: mode * 2 ** 16 } }]
    expect(refusal(zipOf(tensors, { more })).received).toMatch(/link or a device/)
  })
})

test('a header that gives an entry another name than the directory is refused', () => {
  const more = [{ name: 'archive/x', data: Buffer.from('x'), local: { name: '../evil!!' } }]
  expect(refusal(zipOf(tensors, { more })).expected).toMatch(/header of "archive\/x"/)
})
