import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** How a program ended. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs node in a folder, with nothing of the test runner's in its environment. */
export const node = (folder: string, args: ReadonlyArray<string>, input = '', binary = process.execPath): Ended => {
  const { status, stdout, stderr } = spawnSync(binary, args, {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CORL_HOME: path.join(folder, 'models') },
    timeout: 60_000,
  })
  return { status, stdout, stderr }
}

let programs = 0

/** Runs a program as a file of the user's folder: `mjs` imports, `cjs` requires. */
export const program = (folder: string, kind: 'mjs' | 'cjs', code: string, binary?: string): Ended => {
  const file = path.join(folder, `program-${process.pid}-${programs++}.${kind}`)
  writeFileSync(file, code)
  try {
    return node(folder, [file], '', binary)
  } finally {
    rmSync(file)
  }
}

/** What a program printed as JSON; a program that fails, or that says anything on stderr, is an error. */
export const answer = (ended: Ended): any => {
  if (ended.status !== 0 || ended.stderr !== '') {
    throw new Error(`status ${String(ended.status)}\nstdout: ${ended.stdout}\nstderr: ${ended.stderr}`)
  }
  return JSON.parse(ended.stdout)
}
