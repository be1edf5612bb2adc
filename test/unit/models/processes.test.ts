import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Handler, modelServer, serve } from './model-server.js'
import { folder, HEADS, tree, twoFiles, WEIGHTS } from './small-models.js'

const program = fileURLToPath(new URL('fixtures/pull-process.ts', import.meta.url))

interface Run {
  readonly child: ChildProcess
  readonly out: () => string
  readonly ended: Promise<void>
}

const start = (home: string, mirror: string): Run => {
  const child = spawn(process.execPath, ['--import', 'tsx', program, home, mirror, JSON.stringify(twoFiles())], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  return { child, out: () => out, ended: new Promise((resolve) => child.once('close', () => resolve())) }
}

const WHOLE = ['h/heads.bin', 'records/h/heads.bin.json', 'records/w/weights.bin.json', 'w/weights.bin']

/** Serves when it is told to. */
const gate = (handler: Handler): { readonly handler: Handler; readonly open: () => void } => {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { handler: (request, response) => void opened.then(() => handler(request, response)), open: () => open() }
}

describe('two processes that pull the same model', () => {
  it('fetch it once; the one that waits finds it there', async () => {
    const server = await modelServer()
    const held = gate(serve(WEIGHTS))
    server.on('/w/weights.bin', held.handler)
    server.on('/h/heads.bin', serve(HEADS))
    const home = folder('home')
    const runs = [start(home, server.url), start(home, server.url)]
    await expect.poll(() => runs.map(({ out }) => out()).join(''), { timeout: 15_000 }).toContain('waiting')
    held.open()
    await Promise.all(runs.map(({ ended }) => ended))
    expect(server.seen.map(({ path }) => path).sort()).toEqual(['/h/heads.bin', '/w/weights.bin'])
    for (const { out } of runs) expect(out()).toContain('"_tag":"Right"')
    expect(Object.keys(tree(home))).toEqual(WHOLE)
    expect(readFileSync(path.join(home, 'w/weights.bin')).equals(WEIGHTS)).toBe(true)
  }, 30_000)

  it('of which one is killed: the other takes over, and goes on where it was', async () => {
    const server = await modelServer()
    server.on('/w/weights.bin', serve(WEIGHTS, { stallAfter: 100_000 }), serve(WEIGHTS))
    server.on('/h/heads.bin', serve(HEADS))
    const home = folder('home')
    const part = path.join(home, 'w/weights.bin.part')
    const first = start(home, server.url)
    await expect.poll(() => existsSync(part) && readFileSync(part).length, { timeout: 15_000 }).toBe(100_000)
    const second = start(home, server.url)
    await expect.poll(() => second.out(), { timeout: 15_000 }).toContain('waiting')
    first.child.kill('SIGKILL')
    await Promise.all([first.ended, second.ended])
    expect(second.out()).toContain('"_tag":"Right"')
    expect(server.seen.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=100000-', undefined])
    expect(Object.keys(tree(home))).toEqual(WHOLE)
  }, 30_000)
})
