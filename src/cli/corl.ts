#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { INTERRUPTED } from './exit-code.js'
import { runCorl } from './run.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const controller = new AbortController()
let interruption = INTERRUPTED
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    const code = 128 + constants.signals[signal]
    // The first one ends the run after whole lines; who asks twice means it.
    if (controller.signal.aborted) process.exit(code)
    interruption = code
    controller.abort(new Error(signal))
  })
}

const { stdin, stdout, stderr } = process
const exitCode = await runCorl(process.argv.slice(2), { stdin, stdout, stderr, signal: controller.signal, version })

/** Where writing is asynchronous, what was written is still on its way. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.once('error', () => resolve())
    stream.write('', () => resolve())
  })
await Promise.all([flushed(stdout), flushed(stderr)])
// An open stdin would keep the process alive.
process.exit(exitCode === INTERRUPTED ? interruption : exitCode)
