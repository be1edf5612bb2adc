import type { RewardMeta } from '../core/reward.js'
import { INTERRUPTED, OK, SAMPLE_FAILED } from './exit-code.js'
import { isFolder, openFolder } from './folder-source.js'
import { formatOf, type FormatName } from './formats.js'
import type { Io } from './io.js'
import { loadReward } from './load-reward.js'
import { progressOf } from './progress.js'
import { scoreLines } from './score-lines.js'
import { openSinkBeside, ReaderGone } from './sink.js'
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
  /** Samples scored together. */
  readonly batch?: number
}

/**
 * Scores a JSON Lines input, one line out for one line in. Nothing of the output is touched before reward and input are there.
 *
 * @returns The exit code.
 */
export const scoreCommand = async (options: ScoreOptions, io: Io): Promise<number> => {
  const reward = await loadReward(options.reward, options.modelDir)
  try {
    const source = (await isFolder(options.in)) ? await openFolder(options.in, io) : await openSource(options.in, io)
    const sink = await openSinkBeside(source, options, ['samples', 'one JSON object a line'], io)
    const progress = await progressOf(io.stderr, source.size)
    const totals = new Totals()
    try {
      const { labels } = source
      const format = await formatOf(options.format, reward.meta, labels !== undefined)
      let written = 0
      await sink.write(format.begin())
      const batches = scoreLines(reward, source, {
        batchSize: options.batch ?? defaultBatch(reward.meta),
        signal: io.signal,
        onScored: progress.advance,
      })
      for await (const outcomes of batches) {
        for (const outcome of outcomes) totals.add(outcome)
        await sink.write(format.rows(outcomes, labels?.slice(written, written + outcomes.length)))
        written += outcomes.length
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

/** Text is scored by the thousand; images take so long that results and progress should not wait for a thousand of them. */
const defaultBatch = ({ fields }: RewardMeta): number => (fields.includes('image') ? 64 : 1024)
