import path from 'node:path'
import { FORMULA_NOTE } from '../../recaption/formula-note.js'
import { CommandFailure, INTERRUPTED, OK, SAMPLE_FAILED } from '../exit-code.js'
import { isFolder } from '../folder-source.js'
import { imageFilesIn } from '../image-files.js'
import { type Io, printable } from '../io.js'
import { progressOf } from '../progress.js'
import { openSink, ReaderGone } from '../sink.js'
import { CaptionRun, type Show } from './caption-run.js'
import { openCaptioner } from './open-captioner.js'
import { type CaptionOptions, refuseIdle } from './options.js'

/** Images read and captioned at once. */
const BATCH_SIZE = 16

/**
 * Prints a caption for each image, in order. An image without one is told on stderr, or in its line of JSON; the others get theirs.
 *
 * @param paths - Files, and folders of images.
 * @returns The exit code: 1 where an image has no caption.
 */
export const captionCommand = async (
  paths: ReadonlyArray<string>,
  options: CaptionOptions,
  io: Io,
): Promise<number> => {
  refuseIdle(options)
  refuseLongCommandLine(paths, options)
  const files = await filesOf(paths, io)
  const captioner = await openCaptioner(options, io)
  try {
    const isMadeUp = captioner.weights === 'formula'
    if (isMadeUp) io.stderr.write(`corl: weights: ${FORMULA_NOTE}\n`)
    const show: Show = { isJson: options.json === true, isNamed: files.length > 1, isMadeUp }
    const run = new CaptionRun(captioner, show, await openSink('-', io), io)
    // On a terminal the captions themselves show how far it has come.
    const progress = await progressOf(io.stderr, io.stdout.isTTY === true || !show.isNamed ? undefined : files.length)
    try {
      const { batchSize = BATCH_SIZE } = options
      for (let from = 0; from < files.length && !io.signal.aborted; from += batchSize) {
        const batch = files.slice(from, from + batchSize)
        await run.caption(batch)
        progress.advance(batch.length)
      }
    } catch (cause) {
      if (cause instanceof ReaderGone) return OK
      throw cause
    } finally {
      progress.stop()
    }
    io.stderr.write(
      `corl: ${io.signal.aborted ? 'interrupted: ' : ''}captioned ${run.captioned}, failed ${run.failed}\n`,
    )
    if (io.signal.aborted) return INTERRUPTED
    return run.failed > 0 ? SAMPLE_FAILED : OK
  } finally {
    await captioner[Symbol.asyncDispose]?.()
  }
}

/**
 * onnxruntime 1.30 on Linux looks through the command line of its process by recursion, and ends the process (SIGSEGV) where that is longer than
 * about 25 kB. In characters.
 */
const LONGEST_COMMAND_LINE = 16_000

const refuseLongCommandLine = (paths: ReadonlyArray<string>, { endpoint }: CaptionOptions): void => {
  const length = paths.reduce((sum, one) => sum + one.length + 1, 0)
  if (endpoint !== undefined || length <= LONGEST_COMMAND_LINE) return
  throw new CommandFailure(
    `expected paths of at most ${LONGEST_COMMAND_LINE} characters in all, which onnxruntime bears, got ${length}: name the folder that holds the images`,
  )
}

const filesOf = async (paths: ReadonlyArray<string>, io: Io): Promise<ReadonlyArray<string>> => {
  const files: Array<string> = []
  for (const one of paths) {
    if (!(await isFolder(one))) files.push(one)
    else
      for (const name of await imageFilesIn(one, printable(one.replace(/(?<!\/)\/+$/, '')), io))
        files.push(path.join(one, name))
  }
  return files
}
