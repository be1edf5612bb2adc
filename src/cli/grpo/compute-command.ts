import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { exitCodeOf, failureOf, INTERRUPTED, MISSING, OK, SAMPLE_FAILED } from '../exit-code.js'
import type { Io } from '../io.js'
import type { Line } from '../line-splitter.js'
import { progressOf } from '../progress.js'
import { openSinkBeside, ReaderGone } from '../sink.js'
import { openSource } from '../source.js'
import { computeCase, type LossOf } from './case/compute-case.js'
import { parseLine } from './case/parse-line.js'
import { readCase } from './case/read-case.js'
import { caseLines } from './case-lines.js'
import { computedJson, errorJson } from './computed-json.js'
import { lossLoader } from './load-loss.js'
import { Unread } from './unread.js'

/** The options of `corl grpo`, defaults filled in. */
export interface ComputeOptions {
  readonly in: string
  readonly out: string
}

/**
 * Computes cases, one line out for one line in, in order. Nothing of the output is touched before the input is there.
 *
 * @returns The exit code: 1 where a case is wrong.
 */
export const computeCommand = async (options: ComputeOptions, io: Io): Promise<number> => {
  const source = await openSource(options.in, io)
  const sink = await openSinkBeside(source, options, ['cases', 'one JSON object a line'], io)
  const progress = await progressOf(io.stderr, source.size)
  const loadLoss = lossLoader()
  const unread = new Unread()
  const count = { computed: 0, failed: 0 }
  try {
    for await (const { line, number } of caseLines(source, io.signal)) {
      const { text, isComputed } = await computeLine(line, number, loadLoss, unread)
      count[isComputed ? 'computed' : 'failed']++
      await sink.write(`${text}\n`)
      progress.advance(typeof line === 'string' ? line.length + 1 : 1)
    }
  } catch (cause) {
    if (cause instanceof ReaderGone) return OK
    throw cause
  } finally {
    progress.stop()
    source.stream.destroy()
    await sink.close()
  }
  unread.tell(io)
  const { computed, failed } = count
  io.stderr.write(`corl: ${io.signal.aborted ? 'interrupted: ' : ''}computed ${computed}, failed ${failed}\n`)
  if (io.signal.aborted) return INTERRUPTED
  return failed > 0 ? SAMPLE_FAILED : OK
}

const computeLine = async (
  line: Line,
  number: number,
  loadLoss: () => Promise<LossOf>,
  unread: Unread,
): Promise<{ readonly text: string; readonly isComputed: boolean }> => {
  const failed = (error: RewardError, id?: string | number): { text: string; isComputed: boolean } => {
    // What is missing is missing for every case.
    if (exitCodeOf(error) === MISSING) throw failureOf(error)
    return { text: errorJson(id, error), isComputed: false }
  }
  const object = parseLine(line, number)
  if (E.isLeft(object)) return failed(object.left)
  const read = readCase(object.right)
  if (E.isLeft(read)) return failed(read.left)
  unread.add(read.right.unread)
  const { id } = read.right
  const computed = await computeCase(read.right, loadLoss, 'computed')
  return E.isLeft(computed) ? failed(computed.left, id) : { text: computedJson(id, computed.right), isComputed: true }
}
