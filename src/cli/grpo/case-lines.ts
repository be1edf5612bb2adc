import { arrivals, PAUSE } from '../arrivals.js'
import { CommandFailure, reasonOf } from '../exit-code.js'
import { type Line, LineSplitter } from '../line-splitter.js'
import { MAX_LINE_BYTES } from '../read-sample.js'
import type { Source } from '../source.js'

/** Every line is worked on as soon as it is there. */
const NO_PAUSE_MS = 2 ** 31 - 1

/** The lines of an input with their numbers, from 1. Ends early when the signal fires. */
export async function* caseLines(
  source: Source,
  signal: AbortSignal,
): AsyncGenerator<{ readonly line: Line; readonly number: number }, void, undefined> {
  const splitter = new LineSplitter(MAX_LINE_BYTES)
  let number = 0
  try {
    for await (const chunk of arrivals(source.stream, NO_PAUSE_MS, signal)) {
      if (chunk === PAUSE) continue
      for (const line of splitter.push(chunk)) {
        if (signal.aborted) return
        yield { line, number: ++number }
      }
    }
  } catch (cause) {
    throw new CommandFailure(`cannot read ${source.name}: ${reasonOf(cause)}`)
  }
  if (signal.aborted) return
  for (const line of splitter.end()) yield { line, number: ++number }
}
