import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { catalogue } from './catalogue.js'
import { difference, digestFile, digestOfTag, type Expected } from './digest.js'
import type { CatalogueEntry, ModelFile } from './entry.js'
import type { Environment } from './environment.js'
import { expectedOf } from './expected.js'
import { attempt } from './failure.js'
import { inCaches, inHome } from './find-file.js'
import { type FileRecord, readRecord } from './record.js'
import { requireModel } from './require-model.js'

/**
 * What a file was found to be.
 *
 * | `state` | meaning |
 * | --- | --- |
 * | `ok` | it is what the catalogue, or the hub when it was fetched, says it is |
 * | `unverified` | it is what the user brought in; nobody else vouches for it |
 * | `unknown` | there is no digest to hold it against |
 * | `damaged` | it is not what it should be |
 * | `missing` | it is nowhere |
 */
export interface VerifiedFile {
  readonly name: string
  readonly state: 'ok' | 'unverified' | 'unknown' | 'damaged' | 'missing'
  readonly path?: string
  readonly expected?: string
  readonly received?: string
}

/** What verifying works with. */
export interface VerifyOptions {
  /** The environment, normally `process.env`. */
  readonly env: Environment
  /** The models' folder, absolute: `modelHome(env)`. */
  readonly home: string
  /** Ends the reading. */
  readonly signal?: AbortSignal
  /** Other models than the catalogue's. */
  readonly models?: ReadonlyArray<CatalogueEntry>
}

/**
 * Reads every file of a model through and holds it against its digest: the files in the models' folder, else those in the caches of
 * torch and Hugging Face.
 *
 * @param name - As in the catalogue.
 * @returns Left `InvalidOption` for an unknown name; else each file's state. Damage is a result, not an error.
 * @category commands
 * @since 0.2.0
 */
export const verifyModel = (
  name: string,
  options: VerifyOptions,
): TE.TaskEither<RewardError, ReadonlyArray<VerifiedFile>> =>
  attempt(async () => {
    const { models = catalogue } = options
    const entry = requireModel(name, models)
    const files: Array<VerifiedFile> = []
    for (const file of entry.files) files.push(await verifyFile(file, options))
    return files
  })

const verifyFile = async (file: ModelFile, { env, home, signal }: VerifyOptions): Promise<VerifiedFile> => {
  const here = await inHome(file, home)
  if (here.state === 'damaged') {
    const { path, bytes, expected } = here
    return { name: file.name, state: 'damaged', path, expected: `${expected} bytes`, received: String(bytes) }
  }
  const found = here.state === 'found' ? here : await inCaches(file, env)
  if (found.state !== 'found') return { name: file.name, state: 'missing' }
  const record = found.origin === 'home' ? await readRecord(home, file.path) : undefined
  const expected = digestToHold(file, record, found.path)
  if (expected === undefined) return { name: file.name, state: 'unknown', path: found.path }
  const git = expected.kind === 'git-sha1'
  const digest = await digestFile(found.path, { git, ...(signal === undefined ? {} : { signal }) })
  const wrong = difference(digest, { digest: expected })
  if (wrong !== undefined) return { name: file.name, state: 'damaged', path: found.path, ...wrong }
  return { name: file.name, state: record?.verified === 'unverified' ? 'unverified' : 'ok', path: found.path }
}

/** What the user brought in is held against what it was then; all else against the catalogue, then the record, then a cache's name. */
const digestToHold = (file: ModelFile, record: FileRecord | undefined, path: string): Expected | undefined => {
  const recorded: Expected | undefined = record === undefined ? undefined : { kind: 'sha256', hex: record.sha256 }
  if (record?.verified === 'unverified') return recorded
  return expectedOf(file) ?? recorded ?? digestOfTag(path.split(/[\\/]/).at(-1))
}
