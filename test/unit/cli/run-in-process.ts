import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll } from 'vitest'
import { runCorl } from '../../../src/cli/run.js'
import type { Io } from '../../../src/cli/io.js'

const folder = mkdtempSync(path.join(tmpdir(), 'corl-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A path in a folder of this test file; with text, the file is written. */
export const file = (name: string, text?: string | Buffer): string => {
  const full = path.join(folder, name)
  if (text !== undefined) writeFileSync(full, text)
  return full
}

/** Keeps what is written. */
export class Kept extends Writable {
  text = ''
  isTTY = false

  override _write(chunk: Buffer, _: unknown, done: (error?: Error | null) => void): void {
    this.text += chunk.toString()
    done()
  }
}

export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
  /** stdout read as JSON Lines. */
  readonly lines: ReadonlyArray<any>
}

/** Runs `corl` in this process. */
export const corl = async (
  args: ReadonlyArray<string>,
  stdin: string | Buffer | Readable = '',
  io: Partial<Io> = {},
): Promise<Run> => {
  const stdout = new Kept()
  const stderr = new Kept()
  const input = stdin instanceof Readable ? stdin : Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)])
  const signal = new AbortController().signal
  const code = await runCorl(args, { stdin: input, stdout, stderr, signal, version: '9.8.7', ...io })
  const out = stdout.text
  const isJson = out.startsWith('{"value"')
  const lines = isJson
    ? out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown)
    : []
  return { code, out, err: stderr.text, lines }
}

/** Samples as JSON Lines. */
export const jsonl = (...samples: ReadonlyArray<unknown>): string =>
  samples.map((sample) => `${JSON.stringify(sample)}\n`).join('')
