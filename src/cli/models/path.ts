import type { CatalogueEntry } from '../../models/entry.js'
import { locateModel } from '../../models/locate.js'
import { OK } from '../exit-code.js'
import type { Io } from '../io.js'
import { openSink } from '../sink.js'
import { contextOf, orFail } from './context.js'

/** `corl models path NAME`. */
export const modelPath = async (
  name: string,
  { json, modelDir }: { readonly json?: boolean; readonly modelDir?: string },
  io: Io,
  catalogue?: ReadonlyArray<CatalogueEntry>,
): Promise<number> => {
  const context = contextOf(io, catalogue)
  const located = await orFail(locateModel(name, { ...context, ...(modelDir === undefined ? {} : { modelDir }) }))
  const text =
    json === true
      ? `${JSON.stringify(located.paths, null, 2)}\n`
      : located.files.map(({ path }) => `${path}\n`).join('')
  await (await openSink('-', io)).write(text)
  return OK
}
