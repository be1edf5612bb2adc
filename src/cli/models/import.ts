import type { CatalogueEntry } from '../../models/entry.js'
import { importFiles } from '../../models/import.js'
import { OK } from '../exit-code.js'
import { type Io, printable } from '../io.js'
import { openSink } from '../sink.js'
import { contextOf, orFail } from './context.js'

/** `corl models import NAME FILE...`. */
export const importModel = async (
  name: string,
  files: ReadonlyArray<string>,
  { unverified = false }: { readonly unverified?: boolean },
  io: Io,
  catalogue?: ReadonlyArray<CatalogueEntry>,
): Promise<number> => {
  const { home, models } = contextOf(io, catalogue)
  const imported = await orFail(importFiles(name, files, { home, models, unverified, signal: io.signal }))
  for (const file of imported.filter(({ verified }) => verified === 'unverified')) {
    io.stderr.write(`corl: ${printable(file.name)} is taken on your word: nothing vouches for it\n`)
  }
  await (await openSink('-', io)).write(imported.map(({ path }) => `${path}\n`).join(''))
  return OK
}
