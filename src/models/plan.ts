import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { catalogue } from './catalogue.js'
import type { CatalogueEntry } from './entry.js'
import type { Environment } from './environment.js'
import { attempt } from './failure.js'
import { shownUrl, sourceOf } from './fetch/source-url.js'
import { inCaches, inHome } from './find-file.js'
import { requireModel } from './require-model.js'

/** What a pull would do for one file. */
export interface PlannedFile {
  readonly name: string
  readonly action: 'nothing' | 'link' | 'download'
  /** Where it is, or would come from. */
  readonly from: string
  readonly bytes?: number
}

/** What a plan is made from. */
export interface PlanOptions {
  /** The environment, normally `process.env`. */
  readonly env: Environment
  /** The models' folder, absolute: `modelHome(env)`. */
  readonly home: string
  /** As if nothing were here. */
  readonly force?: boolean
  /** Other models than the catalogue's. */
  readonly models?: ReadonlyArray<CatalogueEntry>
}

/**
 * What `pullModel` would do, without doing it. Files in caches are told by their length alone, where a pull reads them through.
 *
 * @param name - As in the catalogue.
 * @returns Left `InvalidOption` for an unknown name or a setting that cannot be followed; else what would be done for each file.
 * @category commands
 * @since 0.2.0
 */
export const planPull = (
  name: string,
  { env, home, models = catalogue, force = false }: PlanOptions,
): TE.TaskEither<RewardError, ReadonlyArray<PlannedFile>> =>
  attempt(async () => {
    const entry = requireModel(name, models)
    const plan: Array<PlannedFile> = []
    for (const file of entry.files) {
      const here = await inHome(file, home)
      const cached = await inCaches(file, env)
      const bytes = file.bytes === undefined ? {} : { bytes: file.bytes }
      if (!force && here.state === 'found') {
        plan.push({ name: file.name, action: 'nothing', from: here.path, bytes: here.bytes })
      } else if (cached.state === 'found') {
        plan.push({ name: file.name, action: 'link', from: cached.path, bytes: cached.bytes })
      } else {
        plan.push({ name: file.name, action: 'download', from: shownUrl(sourceOf(file, env).url), ...bytes })
      }
    }
    return plan
  })
