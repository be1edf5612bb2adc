import { readFileSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { parseSceneGraph } from '../../../src/spice/index.js'
import { corl, file, Kept } from './run-in-process.js'

const MAN = 'A man is riding a horse.'
const DOGS = 'Two dogs sleep on a red couch.'

/** stdout as JSON, line by line. */
const parsed = (out: string): ReadonlyArray<any> => {
  expect(out === '' || out.endsWith('\n')).toBe(true)
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown)
}

describe('corl spice --parse', () => {
  it('prints the tuples of each line, in order, whatever the chunks; an empty line has none', async () => {
    const input = `${MAN}\n\n${DOGS}\r\n \n${MAN}`
    const expected = [MAN, '', DOGS, '', MAN].map((text) => parseSceneGraph(text))
    expect(expected[0]).toEqual([['man'], ['horse'], ['man', 'ride', 'horse']])
    for (const size of [1, 7, 1000]) {
      const chunks = Array.from({ length: Math.ceil(input.length / size) }, (_, i) =>
        Buffer.from(input.slice(size * i, size * (i + 1))),
      )
      const { code, out, err } = await corl(['spice', '--parse'], Readable.from(chunks))
      expect({ code, err }).toEqual({ code: 0, err: 'corl: parsed 5, failed 0\n' })
      expect(parsed(out)).toEqual(expected)
    }
  })

  it('nothing in, nothing out', async () => {
    expect(await corl(['spice', '--parse'])).toMatchObject({ code: 0, out: '', err: 'corl: parsed 0, failed 0\n' })
  })

  it('--stages tells what lies in between, all of it about the same words', async () => {
    const { code, out } = await corl(['spice', '--parse', '--stages'], `${MAN} ${DOGS}\n\n`)
    expect(code).toBe(0)
    const [both, none] = parsed(out)
    expect(none).toEqual({ tuples: [], sentences: [], proposals: [] })
    expect(both.tuples).toEqual(parseSceneGraph(`${MAN} ${DOGS}`))
    expect(both.proposals).toContainEqual(['man', 'horse', 'ride'])
    expect(both.sentences.map(({ words }: any) => words.join(' '))).toEqual([
      'A man is riding a horse .',
      'Two dogs sleep on a red couch .',
    ])
    for (const { words, lemmas, tags, heads, labels, tree } of both.sentences) {
      const leaves = [...tree.matchAll(/\((\S+) ([^\s()]+)\)/g)]
      expect(leaves.map(([, , word]) => word)).toEqual(words)
      expect(leaves.map(([, tag]) => tag)).toEqual(tags)
      for (const list of [lemmas, heads, labels]) expect(list).toHaveLength(words.length)
      expect(tree.split('(').length).toBe(tree.split(')').length)
    }
  })

  it('--text is for people', async () => {
    const { out } = await corl(['spice', '--parse', '--text'], `${MAN}\n\n`)
    expect(out).toBe(`${MAN}\n  man\n  horse\n  man, ride, horse\n\n\n  (names no object)\n\n`)
    const stages = await corl(['spice', '--parse', '--text', '--stages'], `${MAN}\n`)
    expect(stages.out).toMatch(/^ {2}2 {2}man {5}man {4}NN /m)
    expect(stages.out).toMatch(/^ {2}proposed: man, horse, ride$/m)
  })

  it('control characters do not reach a terminal', async () => {
    const { out } = await corl(['spice', '--parse', '--text'], 'a \u001b[31m\u202edog\n')
    // eslint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u001b\u202e]/)
    expect(out).toMatch(/^a \\u001b\[31m\\u202edog\n/)
  })

  it('a line that is too long or no UTF-8 fails; lines in and lines out correspond', async () => {
    const input = Buffer.concat([
      Buffer.from(`${'a '.repeat(1 << 19)}b\n`),
      Buffer.from([0xff, 0x0a]),
      Buffer.from(`${MAN}\n`),
    ])
    const { code, out, err } = await corl(['spice', '--parse'], input)
    expect({ code, err }).toEqual({ code: 1, err: 'corl: parsed 1, failed 2\n' })
    expect(parsed(out)).toMatchObject([
      { error: { _tag: 'InvalidInput', field: 'line 1', received: 'a line of more than 1048576 bytes' } },
      { error: { _tag: 'InvalidInput', field: 'line 2', received: 'bytes that are not UTF-8' } },
      [['man'], ['horse'], ['man', 'ride', 'horse']],
    ])
    expect((await corl(['spice', '--parse', '--text'], input)).out).toMatch(/^\(too long\)\n {2}failed: .*`line 1`/)
  })

  it('long lines are read whole: many sentences, or one without an end', async () => {
    const { code, out } = await corl(['spice', '--parse'], `${`${MAN} `.repeat(3000)}\n${'dog '.repeat(100_000)}\n`)
    expect(code).toBe(0)
    const [many, endless] = parsed(out)
    expect(many).toEqual(parseSceneGraph(MAN))
    expect(Array.isArray(endless)).toBe(true)
  }, 60_000)

  it('reads and writes files, but never one that is both', async () => {
    const [input, output] = [file('texts.txt', `${MAN}\n`), file('tuples.jsonl')]
    expect(await corl(['spice', '--parse', '--in', input, '--out', output])).toMatchObject({ code: 0, out: '' })
    expect(parsed(readFileSync(output, 'utf8'))).toEqual([parseSceneGraph(MAN)])
    expect(await corl(['spice', '--parse', '--in', input, '--out', input])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/it is the input/),
    })
    expect(readFileSync(input, 'utf8')).toBe(`${MAN}\n`)
    expect(await corl(['spice', '--parse', '--in', '/no/such'])).toMatchObject({ code: 2, out: '' })
  })

  it('without --parse is usage', async () => {
    expect(await corl(['spice'], `${MAN}\n`)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/required option '--parse'/),
    })
  })

  it('prints each line when it comes, and ends with 130 after whole lines when interrupted', async () => {
    const controller = new AbortController()
    const stdout = new Kept()
    const stdin = new Readable({ read: () => undefined })
    const run = corl(['spice', '--parse'], stdin, { stdout, signal: controller.signal })
    stdin.push(`${MAN}\n${DOGS}\nhalf a li`)
    await expect.poll(() => stdout.text, { timeout: 10_000 }).toMatch(/\n.*\n/)
    controller.abort()
    expect(await run).toMatchObject({ code: 130, err: 'corl: interrupted: parsed 2, failed 0\n' })
    expect(parsed(stdout.text)).toHaveLength(2)
    expect(stdin.destroyed).toBe(true)
  })

  it('an interruption does not wait for the end of a long text, and leaves no half of it', async () => {
    const controller = new AbortController()
    const stdout = new Kept()
    const input = `${MAN}\n${`${DOGS} `.repeat(30_000)}\n${MAN}\n`
    const run = corl(['spice', '--parse'], input, { stdout, signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    const { code } = await run
    expect(code).toBe(130)
    expect(parsed(stdout.text)).toEqual([parseSceneGraph(MAN)])
  }, 60_000)

  it('a reader of stdout who has gone is no failure', async () => {
    const stdout = new Writable({
      write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    })
    expect(await corl(['spice', '--parse'], `${MAN}\n`, { stdout })).toMatchObject({ code: 0, err: '' })
  })
})
