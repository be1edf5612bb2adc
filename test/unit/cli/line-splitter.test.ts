import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Line, LineSplitter } from '../../../src/cli/line-splitter.js'

const split = (chunks: ReadonlyArray<Buffer | string>, max = 1000): ReadonlyArray<Line> => {
  const splitter = new LineSplitter(max)
  return [...chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk as string))]), ...splitter.end()]
}

const BLANK = { problem: 'blank' }
const TOO_LONG = { problem: 'too long' }
const NOT_UTF8 = { problem: 'not UTF-8' }

describe('LineSplitter', () => {
  it.each([
    ['nothing', '', []],
    ['one line', 'a\n', ['a']],
    ['a last line without its end', 'a\nb', ['a', 'b']],
    ['CR LF: the CR is white space to JSON', 'a\r\nb\r\n', ['a\r', 'b\r']],
    ['blank lines between', 'a\n\n \t\r\nb\n', ['a', BLANK, BLANK, 'b']],
    ['a blank line first', '\na', [BLANK, 'a']],
    ['blank lines at the end are no lines', 'a\n\n \n\n', ['a']],
    ['only blank lines', '\n\n', []],
    ['other separators are text', 'a\u2028b\vc\n', ['a\u2028b\vc']],
    ['a byte order mark at the beginning is no text', '\uFEFFa\n\uFEFFb', ['a', '\uFEFFb']],
    ['a byte order mark alone', '\uFEFF\n', []],
  ])('%s', (_, text, lines) => {
    expect(split([text])).toEqual(lines)
  })

  it.each([
    ['blank lines are texts', 'a\n\n \nb\n\n', ['a', '', ' ', 'b', '']],
    ['a CR before the end is part of the end', 'a\r\n\r\nb\r', ['a', '', 'b']],
    ['nothing is no text', '', []],
  ])('of texts: %s', (_, text, lines) => {
    const splitter = new LineSplitter(1000, 'texts')
    expect([...splitter.push(Buffer.from(text)), ...splitter.end()]).toEqual(lines)
  })

  it('a line that is not UTF-8 is told; its neighbours are read', () => {
    const bytes = Buffer.concat([Buffer.from('é\n'), Buffer.from([0xff, 0xfe]), Buffer.from('\n😀\n')])
    expect(split([bytes])).toEqual(['é', NOT_UTF8, '😀'])
    expect(split([Buffer.from([0xc3])])).toEqual([NOT_UTF8])
  })

  it('a line over the limit is told, wherever chunks end; one at the limit is read', () => {
    const text = `${'a'.repeat(10)}\n${'b'.repeat(11)}\nc\n${'d'.repeat(50)}`
    const expected = ['a'.repeat(10), TOO_LONG, 'c', TOO_LONG]
    for (const size of [1, 3, 7, 12, 100]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      )
      expect(split(chunks, 10)).toEqual(expected)
    }
  })

  it('a long line takes no more memory than the limit', () => {
    const splitter = new LineSplitter(1 << 20)
    const chunk = Buffer.alloc(1 << 20, 'x')
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 200; i++) splitter.push(Buffer.from(chunk))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * (1 << 20))
    expect(splitter.push(Buffer.from('\nz\n'))).toEqual([TOO_LONG, 'z'])
  })

  it('the lines do not depend on where chunks end', () => {
    const bytes = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', ' ', '\r', '\uFEFF') }).map((text) => Buffer.from(text)),
      fc
        .array(fc.constantFrom(0x0a, 0x20, 0x61, 0xff, 0xc3, 0xa9, 0xef, 0xbb, 0xbf))
        .map((units) => Buffer.from(units)),
    )
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(40)), (whole, cuts) => {
        const ends = [...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort((a, b) => a - b)
        const chunks = ends.map((end, i) => whole.subarray(i === 0 ? 0 : ends[i - 1], end))
        expect(split(chunks, 8)).toEqual(split([whole], 8))
      }),
    )
  })

  it('is what splitting the text at line feeds gives', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ minLength: 1 }).filter((s) => !s.includes('\n') && s.trim() !== '' && !s.startsWith('\uFEFF')),
        ),
        (lines) => {
          expect(split([lines.join('\n')])).toEqual(lines)
          expect(split([lines.map((line) => `${line}\n`).join('')])).toEqual(lines)
        },
      ),
    )
  })
})
