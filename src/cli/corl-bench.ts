#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { benchMain } from './bench/main.js'

/** From the folder of the commands, in src as in dist. */
const inPackage = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const { version } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as { version: string }

// A reader that has seen enough (`corl-bench | head`) is no failure.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code !== 'EPIPE') throw cause
})

process.exitCode = await benchMain(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: process.stderr,
  now: () => new Date(),
  cwd: process.cwd(),
  version,
  worker: fileURLToPath(import.meta.url).replace(/corl-bench(\.[jt]s)$/, 'bench-worker$1'),
  goldenFolder: inPackage('bench/golden'),
})
