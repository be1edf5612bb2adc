import { explainCommand, type ExplainOptions } from '../../../src/cli/explain-command.js'
import { CommandFailure } from '../../../src/cli/exit-code.js'
import { Readable } from 'node:stream'
import { Kept, type Run } from './run-in-process.js'

/**
 * Four image tokens, [2, 2], and three words, by hand:
 *
 * | cosine | red | house | snow |
 * | --- | --- | --- | --- |
 * | row 1, column 1 | 1 | 0 | -1 |
 * | row 1, column 2 | 0 | 1 | 0 |
 * | row 2, column 1 | 0.6 | 0.8 | -0.6 |
 * | row 2, column 2 | 0 | 0 | 0 |
 *
 * Their mean is 1.8 / 12 = 0.15. Best of the words: 1, 1, 0, with the median 1; of the image tokens: 1, 1, 0.8, 0, with the median 0.9.
 */
export const SCENE = {
  imageTokens: [
    [1, 0, 0],
    [0, 1, 0],
    [3, 4, 0],
    [0, 0, 2],
  ],
  textTokens: [
    [2, 0, 0],
    [0, 5, 0],
    [-1, 0, 0],
  ],
  textLabels: ['red', 'house', 'snow'],
}

/** `corl explain` of a sample, with options as they are read. */
export const explain = async (
  sample: object,
  options: Partial<ExplainOptions> = {},
): Promise<Pick<Run, 'code' | 'out' | 'err'>> => {
  const [stdout, stderr] = [new Kept(), new Kept()]
  const io = { stdin: Readable.from([]), stdout, stderr, signal: new AbortController().signal, version: '9.8.7' }
  const given = { reward: 'text-image-matching', in: '-', line: 1, sample: JSON.stringify(sample), ...options }
  try {
    return { code: await explainCommand(given, io), out: stdout.text, err: stderr.text }
  } catch (cause) {
    if (!(cause instanceof CommandFailure)) throw cause
    return { code: cause.exitCode, out: stdout.text, err: cause.message }
  }
}
