import type { CatalogueEntry } from '../../models/entry.js'
import { modelStates, type ModelState } from '../../models/state.js'
import { alignedTable } from '../aligned-table.js'
import { OK } from '../exit-code.js'
import type { Io } from '../io.js'
import { openSink } from '../sink.js'
import { contextOf, orFail } from './context.js'
import { showBytes } from './show.js'

/** `corl models list`. */
export const listModels = async (
  { json, modelDir }: { readonly json?: boolean; readonly modelDir?: string },
  io: Io,
  catalogue?: ReadonlyArray<CatalogueEntry>,
): Promise<number> => {
  const { env, home, models } = contextOf(io, catalogue)
  const states = await orFail(modelStates({ env, home, ...(modelDir === undefined ? {} : { modelDir }) }, models))
  const text =
    json === true
      ? `${JSON.stringify({ home, models: states.map(data) }, null, 2)}\n`
      : alignedTable(
          ['name', 'size', 'state', 'licence'],
          states.map(({ entry, state, bytes }) => [entry.name, showBytes(bytes), state, entry.licence]),
        )
  await (await openSink('-', io)).write(text)
  return OK
}

const data = ({ entry, state, files, bytes }: ModelState): Readonly<Record<string, unknown>> => ({
  name: entry.name,
  title: entry.title,
  state,
  bytes: bytes ?? null,
  licence: entry.licence,
  rewards: entry.rewards,
  use: entry.use,
  files: entry.files.map((file, at) => ({
    name: file.name,
    role: file.role,
    source: file.source,
    ...file.check,
    bytes: file.bytes ?? null,
    found: files[at],
  })),
})
