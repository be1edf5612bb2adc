import { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { corl, file, jsonl, Kept } from './run-in-process.js'

const GOOD = { completion: '<think>a</think><answer>B</answer>', answer: 'B' }
const WRONG = { completion: '<think>a</think><answer>C</answer>', answer: 'B' }

describe('a run that ends early', () => {
  it('an interruption ends after whole lines with 130, though the input stays open', async () => {
    const controller = new AbortController()
    const stdout = new Kept()
    const stdin = new Readable({ read: () => undefined })
    const run = corl(['score', '--reward', 'mcq'], stdin, { stdout, signal: controller.signal })
    stdin.push(`${jsonl(GOOD, WRONG)}{"completion": "half`)
    await expect.poll(() => stdout.text, { timeout: 10_000 }).toMatch(/\n.*\n/)
    controller.abort()
    const { code, err } = await run
    expect(code).toBe(130)
    expect(err).toBe('corl: interrupted: scored 2, skipped 0, failed 0, mean 0.5\n')
    expect(stdout.text.endsWith('}\n')).toBe(true)
    expect(stdin.destroyed).toBe(true)
  })

  it('a reward that does not end is cancelled a while after the interruption, without half a batch', async () => {
    const controller = new AbortController()
    const slow = '{"retry": {"timeout": ["mcq", 1]}, "attempts": 1000000, "delayMs": 100000}'
    const input = jsonl(...Array<object>(200_000).fill(GOOD))
    const run = corl(['score', '--reward', slow, '--batch', '200000'], Readable.from([Buffer.from(input)]), {
      signal: controller.signal,
    })
    await wait(200)
    controller.abort()
    const { code, out } = await run
    expect({ code, out }).toEqual({ code: 130, out: '' })
  }, 30_000)

  it('a reader of stdout who has gone is no failure', async () => {
    const stdout = new Writable({
      write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    })
    const { code, err } = await corl(['score', '--reward', 'mcq'], jsonl(GOOD), { stdout })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(
      (
        await corl(['rewards'], '', {
          stdout: new Writable({ write: (_, __, done) => done(Object.assign(new Error('x'), { code: 'EPIPE' })) }),
        })
      ).code,
    ).toBe(0)
  })

  it('a stdout that fails otherwise is told', async () => {
    const stdout = new Writable({ write: (_, __, done) => done(Object.assign(new Error('x'), { code: 'ENOSPC' })) })
    expect(await corl(['score', '--reward', 'mcq'], jsonl(GOOD), { stdout })).toMatchObject({
      code: 2,
      err: 'corl: cannot write to stdout: no space left on the device\n',
    })
  })

  it('an input that breaks off is told, after the lines that came', async () => {
    const stdin = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.from(jsonl(GOOD)))
        throw new Error('the cable')
      })(),
    )
    const { code, err } = await corl(['score', '--reward', 'mcq'], stdin)
    expect({ code, err }).toEqual({ code: 2, err: 'corl: cannot read stdin: the cable\n' })
  })

  it('a batch that runs out of time fails its samples, every one with its line', async () => {
    // 40,000 words a sample: a hundred of them take more than the 10 ms after which a reward looks up, on any machine.
    const long = { completion: Array.from({ length: 40_000 }, (_, i) => i).join(' ') }
    const reward = '{"timeout": [{"repetition": {"unit": "words"}}, 1]}'
    const { code, lines } = await corl(['score', '--reward', reward], jsonl(...Array<object>(100).fill(long)))
    expect(code).toBe(1)
    expect(lines).toHaveLength(100)
    expect(lines[0]).toMatchObject({ value: null, error: { _tag: 'Timeout', timeoutMs: 1 } })
  })
})

describe('progress', () => {
  it('is shown on a terminal, on stderr, and never on stdout', async () => {
    const stderr = Object.assign(new Kept(), {
      isTTY: true,
      columns: 80,
      cursorTo: () => true,
      clearLine: () => true,
      moveCursor: () => true,
    })
    const { code, out } = await corl(['score', '--reward', 'mcq', '--in', file('p.jsonl', jsonl(GOOD))], '', { stderr })
    expect(code).toBe(0)
    expect(out).toMatch(/^\{"value":1,.*\}\n$/)
    expect(stderr.text).toMatch(/%/)
  })

  it('is not shown where stderr is no terminal', async () => {
    const { err } = await corl(['score', '--reward', 'mcq', '--in', file('p.jsonl', jsonl(GOOD))])
    expect(err).toBe('corl: scored 1, skipped 0, failed 0, mean 1\n')
  })

  it('a terminal as input is told what is expected', async () => {
    const stdin = Object.assign(Readable.from([Buffer.from(jsonl(GOOD))]), { isTTY: true })
    expect((await corl(['score', '--reward', 'mcq'], stdin)).err).toMatch(/reading samples from the terminal/)
  })
})
