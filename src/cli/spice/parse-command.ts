import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { shippedLexicon, shippedParser } from '../../spice/shipped-data.js'
import { arrivals, PAUSE } from '../arrivals.js'
import { CommandFailure, failureOf, INTERRUPTED, OK, reasonOf, SAMPLE_FAILED } from '../exit-code.js'
import type { Io } from '../io.js'
import { type Line, type LineProblem, LineSplitter } from '../line-splitter.js'
import { progressOf } from '../progress.js'
import { openSinkBeside, ReaderGone, type Sink } from '../sink.js'
import { openSource, type Source } from '../source.js'
import { parsedText, type TextParser } from './parsed-text.js'
import { asJson, asText, type ParsedLine, type ShowParsed } from './show-parsed.js'

/** The options of `corl spice --parse`, defaults filled in. */
export interface ParseOptions {
  readonly in: string
  readonly out: string
  /** What lies between text and tuples, too. */
  readonly stages?: boolean
  /** For people instead of programs. */
  readonly text?: boolean
}

/** Longer lines are refused. In bytes. */
const MAX_TEXT_BYTES = 1 << 20

/** Results are written when so many units have come together, or the input makes a pause. */
const MAX_WAITING = 1 << 14

/**
 * Prints the scene graphs of lines of text, one result for one line, in order. Nothing of the output is touched before the parser and the
 * input are there.
 *
 * @returns The exit code.
 */
export const parseCommand = async (options: ParseOptions, io: Io): Promise<number> => {
  const [parser, lexicon] = [orFail(shippedParser()), orFail(shippedLexicon())]
  const source = await openSource(options.in, io)
  const sink = await openSinkBeside(source, options, ['texts', 'one a line'], io)
  const progress = await progressOf(io.stderr, source.size)
  const run = new ParseRun({ parser, lexicon }, options, sink, io.signal)
  try {
    for await (const lines of linesOf(source, io.signal)) {
      await run.parse(lines)
      progress.advance(lines.reduce((sum, line) => sum + lengthOf(line) + 1, 0))
    }
  } catch (cause) {
    if (cause instanceof ReaderGone) return OK
    throw cause
  } finally {
    progress.stop()
    source.stream.destroy()
    await sink.close()
  }
  io.stderr.write(`corl: ${io.signal.aborted ? 'interrupted: ' : ''}parsed ${run.parsed}, failed ${run.failed}\n`)
  if (io.signal.aborted) return INTERRUPTED
  return run.failed > 0 ? SAMPLE_FAILED : OK
}

const orFail = <A>(either: E.Either<RewardError, A>): A => {
  if (E.isLeft(either)) throw failureOf(either.left)
  return either.right
}

const lengthOf = (line: Line): number => (typeof line === 'string' ? line.length : 0)

/** Nothing waits meanwhile: all that has come is parsed. */
const NO_PAUSE_MS = 2 ** 31 - 1

/** The lines that came together. */
async function* linesOf(source: Source, signal: AbortSignal): AsyncGenerator<ReadonlyArray<Line>, void, undefined> {
  const splitter = new LineSplitter(MAX_TEXT_BYTES, 'texts')
  try {
    for await (const chunk of arrivals(source.stream, NO_PAUSE_MS, signal))
      if (chunk !== PAUSE) yield splitter.push(chunk)
  } catch (cause) {
    throw new CommandFailure(`cannot read ${source.name}: ${reasonOf(cause)}`)
  }
  if (!signal.aborted) yield splitter.end()
}

/** The lines of an input, one after the other. */
class ParseRun {
  parsed = 0
  failed = 0
  private readonly show: ShowParsed

  constructor(
    private readonly parser: TextParser,
    private readonly options: ParseOptions,
    private readonly sink: Sink,
    private readonly signal: AbortSignal,
  ) {
    this.show = options.text === true ? asText : asJson
  }

  /** Writes a result for each line; once the user interrupts, for those that are finished. */
  async parse(lines: ReadonlyArray<Line>): Promise<void> {
    let waiting = ''
    for (const line of lines) {
      if (this.signal.aborted) break
      const parsed = await this.parseOne(line)
      if (parsed === undefined) break
      if ('error' in parsed) this.failed++
      else this.parsed++
      waiting += this.show(typeof line === 'string' ? line : `(${line.problem})`, parsed)
      if (waiting.length < MAX_WAITING) continue
      await this.sink.write(waiting)
      waiting = ''
    }
    if (waiting !== '') await this.sink.write(waiting)
  }

  /** Nothing where the user interrupts it. */
  private async parseOne(line: Line): Promise<ParsedLine | undefined> {
    if (typeof line !== 'string') return { error: badLine(this.parsed + this.failed + 1, line) }
    const parsed = await parsedText(line, this.parser, this.options.stages === true, this.signal)
    return E.isLeft(parsed) ? undefined : parsed.right
  }
}

const PROBLEMS: Readonly<Record<LineProblem['problem'], string>> = {
  blank: 'a blank line',
  'too long': `a line of more than ${MAX_TEXT_BYTES} bytes`,
  'not UTF-8': 'bytes that are not UTF-8',
}

const badLine = (number: number, { problem }: LineProblem): RewardError => ({
  _tag: 'InvalidInput',
  reward: 'input',
  field: `line ${number}`,
  expected: 'a text',
  received: PROBLEMS[problem],
})
