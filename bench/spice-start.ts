import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ProgramRun } from './spice-original.js'
import type { TextPair } from './spice-texts.js'

/** What a fresh process takes until its first score. */
export interface Start {
  /** From the import to the score. */
  readonly importMs: number
  /** From the start of the process to the score. */
  readonly processMs: number
  /** Resident then, and what a process that does nothing has. */
  readonly mib: number
  readonly bareMib: number
  /** The highest it has been. */
  readonly peakMib: number
}

const ENTRY = fileURLToPath(new URL('../dist/spice/index.js', import.meta.url))

const PROGRAM = `
const bare = process.memoryUsage.rss()
const began = performance.now()
const { spice } = await import(process.argv[1])
spice('A man rides a brown horse.', 'A man is riding a horse on a beach.')
const ended = performance.now()
console.log(JSON.stringify({ importMs: ended - began, processMs: ended, mib: process.memoryUsage.rss() / 2 ** 20,
  bareMib: bare / 2 ** 20, peakMib: process.resourceUsage().maxRSS / 2 ** 10 }))
`

const RUNS = 7

/** Medians of several starts; nothing where the package is not built. */
export const timeStarts = (): Start | undefined => {
  if (!existsSync(ENTRY)) return undefined
  const runs = Array.from({ length: RUNS }, () => {
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM, ENTRY], { encoding: 'utf8' })
    return JSON.parse(out) as Start
  })
  const median = (key: keyof Start): number =>
    runs.map((run) => run[key]).sort((a, b) => a - b)[(RUNS - 1) / 2] as number
  return {
    importMs: median('importMs'),
    processMs: median('processMs'),
    mib: median('mib'),
    bareMib: median('bareMib'),
    peakMib: median('peakMib'),
  }
}

const SCORING = `
const { spiceReward } = await import(process.argv[1])
const { readFileSync } = await import('node:fs')
const pairs = JSON.parse(readFileSync(0, 'utf8'))
const { right: outcomes } = await spiceReward({ variant: 'released' }).score(pairs)()
console.log(JSON.stringify({ f: outcomes.map(({ value }) => value), peakMiB: process.resourceUsage().maxRSS / 2 ** 10 }))
`

/** Scores pairs in a process of its own, as the original is run; nothing where the package is not built. */
export const runOurs = (pairs: ReadonlyArray<TextPair>): ProgramRun | undefined => {
  if (!existsSync(ENTRY)) return undefined
  const began = performance.now()
  const args = ['--input-type=module', '-e', SCORING, ENTRY]
  const out = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    input: JSON.stringify(pairs),
    maxBuffer: 2 ** 28,
  })
  const seconds = (performance.now() - began) / 1000
  return { seconds, ...(JSON.parse(out) as { f: ReadonlyArray<number>; peakMiB: number }) }
}
