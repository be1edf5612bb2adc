import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TextPair } from './spice-texts.js'

/** A run of a program over pairs, from the start of its process to its end. */
export interface ProgramRun {
  readonly seconds: number
  /** Of the process, resident, at its highest; nothing where the system does not tell. */
  readonly peakMiB: number | undefined
  readonly f: ReadonlyArray<number>
}

/** What CoreNLP 3.6.0 wants of newer Javas. */
const OPENED = ['java.lang', 'java.nio', 'java.util', 'sun.nio.ch'].flatMap((name) => [
  '--add-opens',
  `java.base/${name}=ALL-UNNAMED`,
])

const POLL_MS = 100

/** That of JAVA_HOME, else the one on the path. */
const java = (): string => {
  const { JAVA_HOME: home } = process.env
  return home === undefined || home === '' ? 'java' : join(home, 'bin', 'java')
}

/**
 * Scores pairs by the original program, started anew, one thread, nothing cached.
 *
 * @param classPath - spice-1.0.jar, beside which lib/ holds the jars of CoreNLP; from Java 15 on a script engine (Nashorn) as well.
 */
export const runOriginal = async (classPath: string, pairs: ReadonlyArray<TextPair>): Promise<ProgramRun> => {
  const folder = mkdtempSync(join(tmpdir(), 'spice-original-'))
  const [input, output] = [join(folder, 'in.json'), join(folder, 'out.json')]
  writeFileSync(
    input,
    JSON.stringify(pairs.map(({ caption, prompt }, i) => ({ image_id: i, test: caption, refs: [prompt] }))),
  )
  const args = [
    '-Xmx8G',
    '-cp',
    classPath,
    'edu.anu.spice.SpiceScorer',
    input,
    '-out',
    output,
    '-subset',
    '-silent',
    '-threads',
    '1',
  ]
  const began = performance.now()
  const child = spawn(java(), [...OPENED, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let told = ''
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
  let peakMiB: number | undefined
  const poll = setInterval(() => (peakMiB = peakOf(child.pid) ?? peakMiB), POLL_MS)
  try {
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
    if (code !== 0) throw new Error(`the original ended with ${String(code)}:\n${told.slice(-2000)}`)
    const seconds = (performance.now() - began) / 1000
    const text = readFileSync(output, 'utf8')
    if (text === '') throw new Error(`the original scored nothing:\n${told.slice(-2000)}`)
    const scores = JSON.parse(text) as ReadonlyArray<{ image_id: number; scores: { All: { f: number } } }>
    const byId = new Map(scores.map(({ image_id: id, scores: { All } }) => [id, All.f]))
    return { seconds, peakMiB, f: pairs.map((_, i) => byId.get(i) ?? NaN) }
  } finally {
    clearInterval(poll)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Linux tells. */
const peakOf = (pid: number | undefined): number | undefined => {
  try {
    const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kib === undefined ? undefined : Number(kib) / 1024
  } catch {
    return undefined
  }
}
