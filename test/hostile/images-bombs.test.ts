import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bomb, bombs } from './images-bombs.js'

interface Report {
  readonly read: number
  readonly grownBy: number
  readonly outcomes: Readonly<Record<string, string>>
}

const MOST_GROWTH = 256 * 2 ** 20

describe('decompression bombs', () => {
  let folder: string
  let all: ReadonlyArray<Bomb>
  let report: Report

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'corl-bombs-'))
    all = await bombs()
    await Promise.all(all.map(({ name, bytes }) => writeFile(join(folder, name), bytes)))
    const child = fileURLToPath(new URL('images-bombs-child.ts', import.meta.url))
    const times = Math.ceil(100 / all.length)
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, folder, String(times)])
    report = JSON.parse(stdout) as Report
  }, 120_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('a hundred of them at once let the process grow by no more than 256 MiB', () => {
    expect(report.read).toBeGreaterThanOrEqual(100)
    console.info(`${report.read} bombs at once: grown by ${Math.round(report.grownBy / 2 ** 20)} MiB`)
    expect(report.grownBy).toBeLessThanOrEqual(MOST_GROWTH)
  })

  test('each is refused, or is the small image that its header says', () => {
    const outcomes = new Set(Object.values(report.outcomes))
    expect(Object.keys(report.outcomes)).toHaveLength(all.length)
    expect([...outcomes].sort()).toEqual(['8 x 8', 'InvalidInput'])
  })
})
