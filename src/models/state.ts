import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { catalogue } from './catalogue.js'
import type { CatalogueEntry, FileRole } from './entry.js'
import { attempt } from './failure.js'
import { findFile, type FileState, type Places } from './find-file.js'
import { checkedEntry } from './safe-name.js'

/** A file of a model, and where it is. */
type FileStanding = FileState & { readonly name: string; readonly role: FileRole }

/** How a model stands on this machine, by lengths alone. */
export interface ModelState {
  readonly entry: CatalogueEntry
  readonly state: 'here' | 'in torch cache' | 'in hub cache' | 'in model folder' | 'incomplete' | 'damaged' | 'missing'
  readonly files: ReadonlyArray<FileStanding>
  /** Of all files; nothing when the length of one is not known. */
  readonly bytes?: number
}

/**
 * How every model of the catalogue stands on this machine. Nothing is read but lengths.
 *
 * @param places - Where to look.
 * @param models - Of which models; by default the whole catalogue.
 * @returns Left `BadFile` when a place in the models' folder lies behind a link out of it; else a state for each model.
 * @category commands
 * @since 0.2.0
 */
export const modelStates = (
  places: Places,
  models: ReadonlyArray<CatalogueEntry> = catalogue,
): TE.TaskEither<RewardError, ReadonlyArray<ModelState>> =>
  attempt(async () => {
    const states: Array<ModelState> = []
    for (const entry of models) {
      const files: Array<FileStanding> = []
      for (const file of checkedEntry(entry).files) {
        files.push({ ...(await findFile(entry, file, places)), name: file.name, role: file.role })
      }
      const lengths = entry.files.map((file, at) => {
        const found = files[at]
        return file.bytes ?? (found?.state === 'found' ? found.bytes : undefined)
      })
      const known = lengths.every((length) => length !== undefined)
      const bytes = known ? { bytes: lengths.reduce((sum, length) => sum + length, 0) } : {}
      states.push({ entry, state: stateOf(files), files, ...bytes })
    }
    return states
  })

const NAMES = {
  home: 'here',
  'torch-hub': 'in torch cache',
  'hf-hub': 'in hub cache',
  'model-dir': 'in model folder',
} as const

const stateOf = (files: ReadonlyArray<FileState>): ModelState['state'] => {
  if (files.some(({ state }) => state === 'damaged')) return 'damaged'
  const found = files.filter((file) => file.state === 'found')
  if (found.length === 0) return 'missing'
  if (found.length < files.length) return 'incomplete'
  // Of several places, the one that `corl models pull` could still do something about.
  const elsewhere = found.find(({ origin }) => origin !== 'home') ?? found[0]
  return elsewhere === undefined ? 'missing' : NAMES[elsewhere.origin]
}
