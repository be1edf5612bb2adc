import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { showError } from '../../../core/error.js'
import { CommandFailure, exitCodeOf, INTERRUPTED, MISSING, OK, USAGE } from '../../exit-code.js'
import { type Io, printable } from '../../io.js'
import { progressOf } from '../../progress.js'
import { openSink, ReaderGone } from '../../sink.js'
import { openSource, type Source } from '../../source.js'
import { parseLine } from '../case/parse-line.js'
import { readCase } from '../case/read-case.js'
import { caseLines } from '../case-lines.js'
import type { Dtype } from '../dtypes.js'
import { lossLoader } from '../load-loss.js'
import { Unread } from '../unread.js'
import { checkCase, type CheckContext } from './check-case.js'
import { Report } from './report.js'

/** The options of `corl grpo check`. */
export interface CheckOptions {
  readonly against: string
  readonly dtype?: Dtype
  readonly json?: boolean
}

/** A departure was found. */
const DEPARTS = 1

/**
 * Holds a trainer's dump against the reference, case by case, up to the first departure.
 *
 * @returns The exit code: 0 where all agree, 1 for a departure; a line that cannot be read ends the command with 2.
 */
export const checkCommand = async (options: CheckOptions, io: Io): Promise<number> => {
  const source = await openSource(options.against, io)
  if (options.against === '-' && io.stdin.isTTY === true)
    io.stderr.write('corl: reading cases from the terminal, one JSON object a line; Ctrl-D ends\n')
  const report = new Report()
  const unread = new Unread()
  try {
    await checkLines(source, { loadLoss: lossLoader(), dtype: options.dtype }, report, unread, io)
  } finally {
    source.stream.destroy()
  }
  unread.tell(io)
  if (io.signal.aborted) {
    io.stderr.write(`corl: interrupted: ${report.cases} cases agree\n`)
    return INTERRUPTED
  }
  if (report.cases === 0 && report.departure === undefined) throw new CommandFailure(`${source.name} holds no case`)
  if (report.numbers === 0) throw new CommandFailure(`${printable(source.name)}: ${NOTHING}`)
  const sink = await openSink('-', io)
  try {
    await sink.write(options.json === true ? report.json() : report.text())
  } catch (cause) {
    if (!(cause instanceof ReaderGone)) throw cause
  }
  return report.departure === undefined ? OK : DEPARTS
}

const NOTHING =
  'expected what the trainer computed in at least one case (advantages beside rewards, ratios, per_token_loss, loss, ' +
  'grad_per_token_logps or metrics), got inputs alone'

const checkLines = async (
  source: Source,
  context: CheckContext,
  report: Report,
  unread: Unread,
  io: Io,
): Promise<void> => {
  const progress = await progressOf(io.stderr, source.size)
  try {
    for await (const { line, number } of caseLines(source, io.signal)) {
      const refuse = (error: RewardError): CommandFailure => {
        const code = exitCodeOf(error)
        const where = error._tag === 'InvalidInput' && error.reward === 'input' ? '' : `line ${number}: `
        return new CommandFailure(printable(`${where}${showError(error)}`), code === MISSING ? MISSING : USAGE)
      }
      const object = parseLine(line, number)
      if (E.isLeft(object)) throw refuse(object.left)
      const read = readCase(object.right)
      if (E.isLeft(read)) throw refuse(read.left)
      const checked = await checkCase(read.right, context)
      if (E.isLeft(checked)) throw refuse(checked.left)
      unread.add([...read.right.unread, ...checked.right.unknownMetrics.map((name) => `metrics.${name}`)])
      report.add(number, read.right.id, checked.right)
      if (report.departure !== undefined) return
      progress.advance(typeof line === 'string' ? line.length + 1 : 1)
    }
  } finally {
    progress.stop()
  }
}
