import { spawn } from 'node:child_process'
import type { Environment } from '../../models/environment.js'

/** What a probe found: names of what works, or why nothing does. */
export type Probed = { readonly names: ReadonlyArray<string> } | { readonly error: string }

const MARK = '@corl '
const MAX_OUTPUT = 1 << 16

/**
 * Runs a probe's program in a process of its own, with a limit on its time.
 *
 * @param args - For the program; the first is the file of the package.
 * @param env - Secrets are kept from it: native code has no use for them.
 */
export const runProbe = (
  program: string,
  args: ReadonlyArray<string>,
  { env, timeoutMs, signal }: { readonly env: Environment; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Probed> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=commonjs', '-e', program, '--', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: Object.fromEntries(Object.entries(env).filter(([name]) => !/TOKEN|SECRET|PASSWORD/i.test(name))),
    })
    let out = ''
    let err = ''
    let late = false
    const stop = (): void => void child.kill('SIGKILL')
    const timer = setTimeout(() => {
      late = true
      stop()
    }, timeoutMs)
    signal.addEventListener('abort', stop, { once: true })
    child.stdout.on('data', (chunk: Buffer) => (out = (out + chunk.toString()).slice(-MAX_OUTPUT)))
    child.stderr.on('data', (chunk: Buffer) => (err = (err + chunk.toString()).slice(-MAX_OUTPUT)))
    const end = (probed: Probed): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(probed)
    }
    child.on('error', (cause) => end({ error: cause.message }))
    child.on('close', (code, by) => {
      const line = out.split('\n').findLast((text) => text.startsWith(MARK))
      if (line !== undefined) return end(JSON.parse(line.slice(MARK.length)) as Probed)
      if (late) return end({ error: `no answer within ${timeoutMs / 1000} s` })
      end({ error: by === null ? reasonIn(err, code) : `the process was ended by ${by}` })
    })
  })

/** The line of an uncaught error's print that says what happened. */
const reasonIn = (err: string, code: number | null): string => {
  const lines = err.split('\n').map((line) => line.trim())
  const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.find((line) => line !== '')
  return said ?? `the process ended with ${code}`
}
