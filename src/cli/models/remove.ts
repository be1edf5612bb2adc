import { findModel } from '../../models/catalogue.js'
import type { CatalogueEntry } from '../../models/entry.js'
import { removeModel } from '../../models/remove.js'
import { CommandFailure, MISSING, OK } from '../exit-code.js'
import { type Io, printable } from '../io.js'
import { openSink } from '../sink.js'
import { contextOf, orFail } from './context.js'

/** `corl models rm NAME...`: prints the files that are gone; exit code 3 when there was none of a model. */
export const removeModels = async (
  names: ReadonlyArray<string>,
  io: Io,
  catalogue?: ReadonlyArray<CatalogueEntry>,
): Promise<number> => {
  const { home, models } = contextOf(io, catalogue)
  refuseUnknown(names, models)
  const sink = await openSink('-', io)
  let absent = false
  for (const name of names) {
    const { model, files, sharedWith } = await orFail(removeModel(name, { home, models, signal: io.signal }))
    await sink.write(files.map((file) => `${file}\n`).join(''))
    if (files.length === 0) {
      absent = true
      io.stderr.write(`corl: nothing of ${model} is in ${printable(home)}\n`)
    }
    if (sharedWith.length > 0) io.stderr.write(`corl: ${sharedWith.join(', ')} used a file of it, and is incomplete\n`)
  }
  return absent ? MISSING : OK
}

/** All names are judged before anything is done for the first. */
export const refuseUnknown = (names: ReadonlyArray<string>, models: ReadonlyArray<CatalogueEntry>): void => {
  const unknown = names.find((name) => findModel(name, models) === undefined)
  if (unknown === undefined) return
  const known = models.map((entry) => entry.name).join(', ')
  throw new CommandFailure(`there is no model ${printable(JSON.stringify(unknown))}; there are: ${known}`)
}
