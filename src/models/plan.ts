import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { catalogue, findModel } from './catalogue.js'
import type { CatalogueEntry } from './entry.js'
import type { Environment } from './environment.js'
import { attempt, unknownModel } from './failure.js'
import { shownUrl, sourceOf } from './fetch/source-url.js'
import { inCaches, inHome } from './find-file.js'
import { checkedEntry } from './safe-name.js'

/** What a pull would do for one file. */
export interface PlannedFile {
  readonly name: string
  readonly action: 'nothing' | 'link' | 'download'
  /** Where it is, or would come from. */
  readonly from: string
  readonly bytes?: number
}

/** What `pullModel` would do, without doing it: files in caches are told by length alone. */
export const planPull = (
  name: string,
  {
    env,
    home,
    models = catalogue,
    force = false,
  }: {
    readonly env: Environment
    readonly home: string
    readonly models?: ReadonlyArray<CatalogueEntry>
    readonly force?: boolean
  },
): TE.TaskEither<RewardError, ReadonlyArray<PlannedFile>> =>
  attempt(async () => {
    const entry = findModel(name, models)
    if (entry === undefined) throw unknownModel(name, models)
    const plan: Array<PlannedFile> = []
    for (const file of checkedEntry(entry).files) {
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
