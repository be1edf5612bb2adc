import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

/** The command as it ships; `test/built.ts` has seen to it that it is not older than its sources. */
const CORL = fileURLToPath(new URL('../../dist/cli/corl.js', import.meta.url))
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const folder = mkdtempSync(path.join(tmpdir(), 'corl-e2e-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start = (args: ReadonlyArray<string>, nodeArgs: ReadonlyArray<string> = []): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [...nodeArgs, CORL, ...args])

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

const ended = (child: ChildProcessWithoutNullStreams): Promise<End> =>
  new Promise((resolve, reject) => {
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    // A child that has ended does not take what is still on its way to it.
    child.stdin.on('error', () => undefined)
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, out, err }))
  })

const run = async (args: ReadonlyArray<string>, input: string | Buffer = ''): Promise<End> => {
  const child = start(args)
  const end = ended(child)
  child.stdin.end(input)
  return end
}

const LINE = `${JSON.stringify({ completion: '<think>a</think><answer>B</answer>', answer: 'B' })}\n`
const BOTH = '{"weightedSum": [[1, "format"], [1, "mcq"]]}'

/** Whole lines, each of them JSON. */
const wholeLines = (text: string): ReadonlyArray<unknown> => {
  expect(text === '' || text.endsWith('\n')).toBe(true)
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown)
}

describe('corl as a process', () => {
  it('scores stdin to stdout; the summary is on stderr', async () => {
    const { code, out, err } = await run(['score', '--reward', BOTH], LINE + LINE)
    expect(code).toBe(0)
    expect(wholeLines(out)).toMatchObject([{ value: 2 }, { value: 2 }])
    expect(err).toBe('corl: scored 2, skipped 0, failed 0, mean 2\n')
  })

  it.each<[number, ReadonlyArray<string>, string]>([
    [0, ['--help'], ''],
    [0, ['rewards'], ''],
    [1, ['score', '--reward', 'format'], 'x\n'],
    [0, ['score', '--reward', 'format', '--on-error', 'skip'], 'x\n'],
    [2, ['score', '--reward', 'formt'], LINE],
    [2, ['nonsense'], ''],
    [2, [], ''],
    [2, ['score', '--reward', 'format', '--in', '/no/such/file'], ''],
    [3, ['score', '--reward', 'math'], LINE],
  ])('ends with %i: corl %j', async (expected, args, input) => {
    const { code, err } = await run(args, input)
    expect(code).toBe(expected)
    expect(err).not.toMatch(/^\s+at /m)
  })

  it('--version is that of package.json', async () => {
    expect((await run(['--version'])).out).toBe(`${version}\n`)
  })

  it('100 MB and a line of 70 MB pass through a heap of 64 MB', async () => {
    const child = start(['score', '--reward', BOTH, '--on-error', 'skip'], ['--max-old-space-size=64'])
    const end = ended(child)
    const block = Buffer.from(`${LINE.trimEnd().padEnd(299)}\n`.repeat(3500))
    const blocks = function* (): Generator<Buffer> {
      for (let i = 0; i < 100; i++) yield block
      for (let i = 0; i < 70; i++) yield Buffer.alloc(1 << 20, 'x')
      yield Buffer.from(`\n${LINE}`)
    }
    await pipeline(Readable.from(blocks()), child.stdin)
    const { code, out, err } = await end
    expect(err).toMatch(/scored 350001, skipped 0, failed 1, mean 2\n$/)
    expect(code).toBe(0)
    expect(
      out
        .trimEnd()
        .split('\n')
        .slice(-2)
        .map((line) => (JSON.parse(line) as { value: unknown }).value),
    ).toEqual([null, 2])
    expect(out).toMatch(/got a line of more than 67108864 bytes/)
  }, 120_000)
})

function* endlessTexts(): Generator<string> {
  for (;;) yield 'A man is riding a horse.\n'.repeat(1000)
}

describe('an interruption', () => {
  const endless = function* (): Generator<string> {
    for (;;) yield LINE.repeat(1000)
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s leaves whole lines on stdout and ends with %i',
    async (signal, expected) => {
      const child = start(['score', '--reward', BOTH])
      const end = ended(child)
      const feed = pipeline(Readable.from(endless()), child.stdin).catch(() => undefined)
      child.stdout.once('data', () => child.kill(signal))
      const { code, out, err } = await end
      await feed
      expect(code).toBe(expected)
      expect(wholeLines(out).length).toBeGreaterThan(0)
      expect(err).toMatch(/^corl: interrupted: scored \d+, /)
      expect(err).toContain(`scored ${wholeLines(out).length},`)
    },
    60_000,
  )

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends corl spice --parse after whole lines, with %i',
    async (signal, expected) => {
      const child = start(['spice', '--parse'])
      const end = ended(child)
      const feed = pipeline(Readable.from(endlessTexts()), child.stdin).catch(() => undefined)
      child.stdout.once('data', () => child.kill(signal))
      const { code, out, err } = await end
      await feed
      expect(code).toBe(expected)
      expect(wholeLines(out).length).toBeGreaterThan(0)
      expect(err).toBe(`corl: interrupted: parsed ${wholeLines(out).length}, failed 0\n`)
    },
    60_000,
  )

  it('SIGINT ends corl caption between two steps of the decoder, after whole lines', async () => {
    const image = readFileSync(new URL('../../examples/pictures/real/dog.png', import.meta.url))
    const images = path.join(folder, 'images')
    mkdirSync(images)
    for (let i = 0; i < 500; i++) writeFileSync(path.join(images, `${i}.png`), image)
    const network = path.join(import.meta.dirname, '../golden/blip/tiny-a')
    const child = start(['caption', '--json', '--path', network, '--batch-size', '1', images])
    const end = ended(child)
    child.stdout.once('data', () => child.kill('SIGINT'))
    const { code, out, err } = await end
    expect(code).toBe(130)
    const lines = wholeLines(out)
    expect(lines.length).toBeGreaterThan(0)
    expect(err).toBe(`corl: interrupted: captioned ${lines.length}, failed 0\n`)
  }, 60_000)

  it('leaves whole lines in --out', async () => {
    const output = path.join(folder, 'interrupted.jsonl')
    const child = start(['score', '--reward', BOTH, '--out', output])
    const end = ended(child)
    const feed = pipeline(Readable.from(endless()), child.stdin).catch(() => undefined)
    await expect
      .poll(() => existsSync(output) && readFileSync(output, 'utf8').length, { timeout: 30_000 })
      .toBeGreaterThan(0)
    child.kill('SIGINT')
    const { code, err } = await end
    await feed
    expect(code).toBe(130)
    expect(err).toContain(`scored ${wholeLines(readFileSync(output, 'utf8')).length},`)
  }, 60_000)

  it('ends a run that waits for input which never comes', async () => {
    const child = start(['score', '--reward', BOTH])
    const end = ended(child)
    child.stdin.write(LINE)
    child.stdout.once('data', () => child.kill('SIGINT'))
    const { code, out } = await end
    expect(code).toBe(130)
    expect(wholeLines(out)).toHaveLength(1)
  }, 60_000)
})

describe('a reader that goes', () => {
  it('corl score ... | head ends quietly', async () => {
    const child = start(['score', '--reward', BOTH])
    const end = ended(child)
    const feed = pipeline(
      Readable.from(
        (function* () {
          for (;;) yield LINE.repeat(1000)
        })(),
      ),
      child.stdin,
    ).catch(() => undefined)
    child.stdout.once('data', () => child.stdout.destroy())
    const { code, err } = await end
    await feed
    expect({ code, err }).toEqual({ code: 0, err: '' })
  }, 60_000)

  it('corl spice --parse | head ends quietly', async () => {
    const child = start(['spice', '--parse'])
    const end = ended(child)
    const feed = pipeline(Readable.from(endlessTexts()), child.stdin).catch(() => undefined)
    child.stdout.once('data', () => child.stdout.destroy())
    const { code, err } = await end
    await feed
    expect({ code, err }).toEqual({ code: 0, err: '' })
  }, 60_000)

  it.skipIf(!existsSync('/dev/full'))('a full disk is told in words, with exit code 2', async () => {
    const { code, err } = await run(['score', '--reward', BOTH, '--out', '/dev/full'], LINE)
    expect({ code, err }).toEqual({ code: 2, err: 'corl: cannot write /dev/full: no space left on the device\n' })
  })
})
