import type { Output } from './io.js'

/** Shows how far a run has come. */
export interface Progress {
  readonly advance: (bytes: number) => void
  readonly stop: () => void
}

const silent: Progress = { advance: () => undefined, stop: () => undefined }

/** A bar on stderr by the bytes of the input: only on a terminal, and only where the length of the input is known. */
export const progressOf = async (output: Output, totalBytes: number | undefined): Promise<Progress> => {
  if (output.isTTY !== true || totalBytes === undefined || totalBytes === 0) return silent
  const { SingleBar } = await import('cli-progress')
  const bar = new SingleBar({
    stream: output,
    format: '{bar} {percentage}% | {duration_formatted} | {eta_formatted} left',
    clearOnComplete: true,
    hideCursor: false,
  })
  bar.start(totalBytes, 0)
  return { advance: (bytes) => bar.increment(bytes), stop: () => bar.stop() }
}
