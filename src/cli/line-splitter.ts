import { isUtf8 } from 'node:buffer'

/** A line of the input: its text, or why it has none. */
export type Line = string | LineProblem

export interface LineProblem {
  readonly problem: 'blank' | 'too long' | 'not UTF-8'
}

const NEWLINE = 0x0a
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

const BLANK: LineProblem = { problem: 'blank' }
const TOO_LONG: LineProblem = { problem: 'too long' }
const NOT_UTF8: LineProblem = { problem: 'not UTF-8' }

/**
 * Cuts bytes into lines, whatever the chunks they come in. The search is on bytes and whole blocks of lines are decoded at once,
 * so that a character is never cut in two. Holds one unfinished line, and of one that is too long nothing but that it was there.
 *
 * A line ends with LF; a CR before it is white space to JSON. A byte order mark at the very beginning is no text. Blank lines are
 * told as such, since lines in and lines out correspond; those at the end of the input are not lines. Of texts, blank lines are texts
 * like any other.
 */
export class LineSplitter {
  private rest: Array<Buffer> = []
  private restBytes = 0
  private isDiscarding = false
  private isFirst = true
  private blanks = 0

  /** @param maxLineBytes - Longer lines become the problem 'too long'. */
  constructor(
    private readonly maxLineBytes: number,
    private readonly holds: 'samples' | 'texts' = 'samples',
  ) {}

  /** The lines that this chunk completes. */
  push(chunk: Buffer): ReadonlyArray<Line> {
    const lines: Array<Line> = []
    const first = chunk.indexOf(NEWLINE)
    if (first < 0) {
      this.keep(chunk)
      return lines
    }
    this.keep(chunk.subarray(0, first))
    this.take(lines)
    const last = chunk.lastIndexOf(NEWLINE)
    if (last > first) this.cut(chunk.subarray(first + 1, last), lines)
    this.keep(chunk.subarray(last + 1))
    return lines
  }

  /** The last line, where the input does not end with a line feed. */
  end(): ReadonlyArray<Line> {
    const lines: Array<Line> = []
    if (this.restBytes > 0 || this.isDiscarding) this.take(lines)
    return lines
  }

  private keep(bytes: Buffer): void {
    if (this.isDiscarding || bytes.length === 0) return
    this.restBytes += bytes.length
    if (this.restBytes > this.maxLineBytes) {
      this.isDiscarding = true
      this.rest = []
    } else this.rest.push(bytes)
  }

  /** Ends the line that was kept. */
  private take(lines: Array<Line>): void {
    const isTooLong = this.isDiscarding
    const bytes = this.rest.length === 1 ? (this.rest[0] as Buffer) : Buffer.concat(this.rest)
    this.rest = []
    this.restBytes = 0
    this.isDiscarding = false
    if (isTooLong) {
      this.isFirst = false
      this.add(TOO_LONG, lines)
    } else this.cut(bytes, lines)
  }

  /** Cuts a block that holds whole lines only, the last one without its line feed. */
  private cut(block: Buffer, lines: Array<Line>): void {
    const isMarked = this.isFirst && block.subarray(0, 3).equals(BYTE_ORDER_MARK)
    const bytes = isMarked ? block.subarray(3) : block
    this.isFirst = false
    if (isUtf8(bytes) && bytes.length <= this.maxLineBytes) {
      for (const line of bytes.toString('utf8').split('\n')) this.add(line, lines)
      return
    }
    for (let start = 0; start <= bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start)
      const end = newline < 0 ? bytes.length : newline
      const line = bytes.subarray(start, end)
      this.add(line.length > this.maxLineBytes ? TOO_LONG : isUtf8(line) ? line.toString('utf8') : NOT_UTF8, lines)
      start = end + 1
    }
  }

  private add(line: Line, lines: Array<Line>): void {
    if (this.holds === 'texts') {
      lines.push(typeof line === 'string' && line.endsWith('\r') ? line.slice(0, -1) : line)
      return
    }
    if (typeof line === 'string' && (line.length === 0 || (line.charCodeAt(0) <= 0x20 && line.trim() === ''))) {
      this.blanks++
      return
    }
    for (; this.blanks > 0; this.blanks--) lines.push(BLANK)
    lines.push(line)
  }
}
