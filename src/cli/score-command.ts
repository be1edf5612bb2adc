import { INTERRUPTED, OK, SAMPLE_FAILED } from './exit-code.js'
import { formatOf, type FormatName } from './formats.js'
import type { Io } from './io.js'
import { loadReward } from './load-reward.js'
import { progressOf } from './progress.js'
import { scoreLines } from './score-lines.js'
import { openSink, ReaderGone } from './sink.js'
import { openSource } from './source.js'
import { Totals } from './totals.js'

/** The options of `corl score`, defaults filled in. */
export interface ScoreOptions {
  readonly reward: string
  readonly in: string
  readonly out: string
  readonly modelDir?: string
  readonly onError: 'fail' | 'skip'
  readonly format: FormatName
  readonly batch: number
}

/**
 * Scores a JSON Lines input, one line out for one line in. Nothing of the output is touched before reward and input are there.
 *
 * @returns The exit code.
 */
export const scoreCommand = async (options: ScoreOptions, io: Io): Promise<number> => {
  const reward = await loadReward(options.reward, options.modelDir)
  try {
    const source = await openSource(options.in, io)
    const sink = await openSink(options.out, io, source).catch((cause: unknown) => {
      source.stream.destroy()
      throw cause
    })
    if (options.in === '-' && io.stdin.isTTY === true) {
      io.stderr.write('corl: reading samples from the terminal, one JSON object a line; Ctrl-D ends\n')
    }
    const progress = await progressOf(io.stderr, source.size)
    const totals = new Totals()
    try {
      const format = await formatOf(options.format, reward.meta)
      await sink.write(format.begin())
      const batches = scoreLines(reward, source, {
        batchSize: options.batch,
        signal: io.signal,
        onRead: progress.advance,
      })
      for await (const outcomes of batches) {
        for (const outcome of outcomes) totals.add(outcome)
        await sink.write(format.rows(outcomes))
      }
      await sink.write(format.end())
    } catch (cause) {
      if (cause instanceof ReaderGone) return OK
      throw cause
    } finally {
      progress.stop()
      source.stream.destroy()
      await sink.close()
    }
    io.stderr.write(`corl: ${io.signal.aborted ? 'interrupted: ' : ''}${totals.toString()}\n`)
    if (io.signal.aborted) return INTERRUPTED
    return totals.failed > 0 && options.onError === 'fail' ? SAMPLE_FAILED : OK
  } finally {
    await reward[Symbol.asyncDispose]?.()
  }
}
