import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { CatalogueEntry, FileCheck } from '../../../src/models/entry.js'
import type { Waiting } from '../../../src/models/fetch/back-off.js'
import { sha256 } from './model-server.js'

const root = mkdtempSync(path.join(tmpdir(), 'corl-models-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A new empty folder that goes away with the test file. */
export const folder = (name = 'f'): string => mkdtempSync(path.join(root, `${name}-`))

/** Writes a file with the folders on its way. */
export const put = (file: string, content: string | Buffer): string => {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

/** Every file under a folder with its content, links not followed. */
export const tree = (at: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (readdirSync(at, { recursive: true }) as Array<string>)
      .map((name) => [name, path.join(at, name)] as const)
      .filter(([, full]) => statSync(full, { throwIfNoEntry: false })?.isFile() === true)
      .map(([name, full]) => [name.replaceAll('\\', '/'), readFileSync(full).toString('latin1')] as const)
      .sort(),
  )

/** Bytes that are no two alike for long. */
export const bytes = (length: number, seed = 1): Buffer => {
  const out = Buffer.alloc(length)
  for (let at = 0, state = seed; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    out[at] = state >>> 24
  }
  return out
}

export const WEIGHTS = bytes(300_000)
export const HEADS = bytes(5000, 7)

/** A model of two files, as LPIPS is: `https://files.example/w/weights.bin` and `/h/heads.bin`. */
export const twoFiles = (check: FileCheck = { verify: 'sha256', sha256: sha256(WEIGHTS) }): CatalogueEntry => ({
  name: 'two-files',
  title: 'a model for tests',
  licence: 'CC0',
  rewards: ['lpips'],
  use: 'now',
  files: [
    {
      role: 'backbone',
      name: 'weights.bin',
      path: 'w/weights.bin',
      source: { kind: 'url', url: 'https://files.example/w/weights.bin' },
      check,
      bytes: WEIGHTS.length,
    },
    {
      role: 'heads',
      name: 'heads.bin',
      path: 'h/heads.bin',
      source: { kind: 'url', url: 'https://files.example/h/heads.bin' },
      check: { verify: 'prefix', prefix: sha256(HEADS).slice(0, 8) },
      bytes: HEADS.length,
    },
  ],
})

export const REVISION = '0123456789abcdef0123456789abcdef01234567'

/** A model of the hub: one large file, one small, nothing known of either. */
export const hubModel: CatalogueEntry = {
  name: 'hub-model',
  title: 'a hub model for tests',
  licence: 'CC0',
  rewards: ['recaption'],
  use: 'later',
  files: ['model.bin', 'config.json'].map((name, at) => ({
    role: at === 0 ? ('weights' as const) : ('config' as const),
    name,
    path: `org/name/${REVISION}/${name}`,
    source: { kind: 'hub', repository: 'org/name', revision: REVISION, file: name },
    check: { verify: 'hub' },
  })),
}

export const hubPath = (file: string): string => `/org/name/resolve/${REVISION}/${file}`

/** No time passes; what was waited for is kept. */
export const noWaiting = (waits: Array<number> = []): Waiting => ({
  sleep: (ms, signal) => {
    waits.push(ms)
    return signal.aborted ? Promise.reject(signal.reason as Error) : new Promise((resolve) => setTimeout(resolve, 2))
  },
  random: () => 1,
  now: () => Date.UTC(2026, 0, 1),
  retries: 3,
  firstDelayMs: 100,
})
