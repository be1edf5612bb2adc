import { CommandFailure, INTERRUPTED } from './exit-code.js'
import { buildPage, type Explained } from './explain/build-page.js'
import { renderPage } from './explain/render-page.js'
import type { Io } from './io.js'
import { openSink } from './sink.js'

/** Writes the page of `corl explain --html`; `-` is stdout. */
export const writeExplainHtml = async (file: string, explained: Omit<Explained, 'version'>, io: Io): Promise<void> => {
  const page = await buildPage({ ...explained, version: io.version }, { signal: io.signal })
  // Interrupted, half of it is missing.
  if (io.signal.aborted) throw new CommandFailure(`interrupted: ${file} is not written`, INTERRUPTED)
  const sink = await openSink(file, io)
  try {
    await sink.write(renderPage(page))
  } finally {
    await sink.close()
  }
}
