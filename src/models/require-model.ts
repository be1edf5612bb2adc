import { describe } from '../core/error.js'
import { findModel } from './catalogue.js'
import type { CatalogueEntry } from './entry.js'
import { ModelFailure } from './failure.js'
import { checkedEntry } from './safe-name.js'

/**
 * The model a command is about, none of whose names can lead out of the models' folder.
 *
 * @throws ModelFailure `InvalidOption` for a name that no model has, `BadFile` for an entry that cannot be trusted.
 */
export const requireModel = (name: string, models: ReadonlyArray<CatalogueEntry>): CatalogueEntry => {
  const entry = findModel(name, models)
  if (entry !== undefined) return checkedEntry(entry)
  throw new ModelFailure({
    _tag: 'InvalidOption',
    reward: 'models',
    option: 'model',
    expected: `one of ${models.map((known) => known.name).join(', ')}`,
    received: describe(name),
  })
}
