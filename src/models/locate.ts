import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { catalogue } from './catalogue.js'
import type { CatalogueEntry, FileRole } from './entry.js'
import type { Environment } from './environment.js'
import { attempt, badFile, ModelFailure } from './failure.js'
import { type FileOrigin, findFile } from './find-file.js'
import { modelHome } from './model-home.js'
import { requireModel } from './require-model.js'

/** Where a model's files are looked for. */
export interface LocateOptions {
  /** The environment, normally `process.env`: `CORL_HOME` and the settings of torch and Hugging Face. */
  readonly env: Environment
  /** The models' folder; by default {@link modelHome} of `env`. */
  readonly home?: string
  /** A folder of the user: the files directly in it, or in a folder of the model's name. */
  readonly modelDir?: string
  /** The reward that asks, for the error. */
  readonly reward?: string
  /** Other models than the catalogue's. */
  readonly models?: ReadonlyArray<CatalogueEntry>
}

/** A file of a model on this machine. */
export interface LocatedFile {
  readonly role: FileRole
  readonly name: string
  /** Absolute, links resolved. */
  readonly path: string
  readonly origin: FileOrigin
  readonly bytes: number
}

/** The roles that the compiler knows to be there; of other models, any role may be. */
type PathsOf<Name extends string> = Name extends 'lpips-alex' | 'lpips-vgg' | 'lpips-squeeze'
  ? Readonly<Record<'backbone' | 'heads', string>>
  : Readonly<Partial<Record<FileRole, string>>>

/**
 * The files of a model on this machine.
 *
 * @category model
 * @since 0.2.0
 */
export interface Located<Name extends string = string> {
  readonly model: string
  readonly files: ReadonlyArray<LocatedFile>
  /** Absolute path by role. */
  readonly paths: PathsOf<Name>
}

/** The command that gets a model. */
export const pullCommand = (name: string): string => `corl models pull ${name}`

/**
 * Finds the files of a model: in the folder the user named, in the models' folder, in the caches of torch and of Hugging Face.
 * Nothing is fetched and no digest is computed; a file of a known length that has another one is not taken.
 *
 * @param name - As in the catalogue: `'lpips-vgg'`.
 * @param options - The environment, and the folders.
 * @returns Left `InvalidOption` for a name that no model has, `MissingModel` with the command that gets it, `BadFile` for a
 * file in the models' folder that is damaged or lies behind a link out of it; else the paths.
 * @example
 * ```ts @import.meta.vitest
 * const located = await locateModel('lpips-vgg', { env: { HOME: '/nowhere' }, reward: 'lpips' })()
 * expect(located).toMatchObject({ left: { _tag: 'MissingModel', model: 'lpips-vgg', install: 'corl models pull lpips-vgg' } })
 * ```
 * @category constructors
 * @since 0.2.0
 */
export const locateModel = <Name extends string>(
  name: Name,
  options: LocateOptions,
): TE.TaskEither<RewardError, Located<Name>> =>
  attempt(async () => {
    const { env, home = modelHome(env), modelDir, reward = 'models', models = catalogue } = options
    const entry = requireModel(name, models)
    const files: Array<LocatedFile> = []
    for (const file of entry.files) {
      const found = await findFile(entry, file, { env, home, ...(modelDir === undefined ? {} : { modelDir }) })
      if (found.state === 'missing') {
        throw new ModelFailure({ _tag: 'MissingModel', reward, model: entry.name, install: pullCommand(entry.name) })
      }
      if (found.state === 'damaged') {
        throw badFile(
          found.path,
          `${found.expected} bytes`,
          `${found.bytes}, it is damaged; run: ${pullCommand(entry.name)}`,
        )
      }
      const { path, origin, bytes } = found
      files.push({ role: file.role, name: file.name, path, origin, bytes })
    }
    // Sound: the catalogue's test holds the roles of each model against this type.
    const paths = Object.fromEntries(files.map(({ role, path }) => [role, path])) as PathsOf<Name>
    return { model: entry.name, files, paths }
  })
