import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadBlip } from '../../src/adapters/onnx/blip/load-blip.js'
import { showError } from '../../src/core/error.js'
import { blipBombs, TINY, writeBomb } from './blip-bombs.js'
import { containers } from './pickles-base.js'
import { callPickles } from './pickles-calls.js'
import { codePickles } from './pickles-code.js'
import { shapePickles } from './pickles-shape.js'

const root = mkdtempSync(path.join(tmpdir(), 'corl-hostile-blip-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Report {
  readonly good: string
  readonly outcomes: ReadonlyArray<{ readonly said: string; readonly ms: number; readonly grownBy: number }>
}

const MOST_GROWTH = 64 * 2 ** 20
const WITHIN_MS = 2000

describe('captioners that say they are larger than they are', () => {
  let report: Report

  beforeAll(async () => {
    const folders = blipBombs.map((bomb, i) => {
      const folder = path.join(root, String(i))
      writeBomb(bomb, folder)
      return folder
    })
    const child = fileURLToPath(new URL('blip-bombs-child.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, root, TINY, ...folders])
    report = JSON.parse(stdout) as Report
    expect(report.good).toBe('loaded')
  }, 120_000)

  test.each(blipBombs.map(({ what, says }, i) => [what, says, i] as const))('%s', (_, says, i) => {
    const { said, ms } = report.outcomes[i]!
    expect(said).toMatch(/^BadFile: /)
    expect(said).toMatch(says)
    expect(ms).toBeLessThan(WITHIN_MS)
  })

  test('all of them let the process grow by no more than 64 MiB', () => {
    const grownBy = report.outcomes.at(-1)!.grownBy
    console.info(`${blipBombs.length} captioners: grown by ${Math.round(grownBy / 2 ** 20)} MiB`)
    expect(grownBy).toBeLessThanOrEqual(MOST_GROWTH)
  })
})

test('a malicious pickle in place of the weights is refused as itself', { timeout: 60_000 }, async () => {
  const folder = path.join(root, 'pickled')
  cpSync(TINY, folder, { recursive: true, filter: (file) => !file.endsWith('model.safetensors') })
  const file = path.join(folder, 'pytorch_model.bin')
  for (const { pickle, says, what } of [...codePickles, ...callPickles, ...shapePickles]) {
    writeFileSync(file, containers.zip(pickle))
    const answer = await loadBlip({ path: folder, env: { CORL_HOME: root } })()
    if (answer._tag === 'Right') throw new Error(`${what} was loaded`)
    expect(answer.left, what).toMatchObject({ _tag: 'BadFile', file })
    expect(answer.left, what).not.toHaveProperty('cause')
    if (says !== undefined) expect(showError(answer.left)).toContain(says)
  }
})
