import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, messageOf, type RewardError } from '../../../core/error.js'

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

/** The folder of a model in Hugging Face's layout, and who wants it. */
export interface ModelFolder {
  readonly path: string
  /** Named in errors. */
  readonly reward: string
  /** The command that brings such a model here; none where the user has named the folder, which no command fills. */
  readonly install?: string
  /** Where the files are that lie elsewhere, by their names in the folder: in the cache of Hugging Face a name is a link. */
  readonly files?: ReadonlyMap<string, string>
}

/** Where a file of a model lies, or would lie. */
export const fileIn = ({ path: folder, files }: ModelFolder, name: string): string =>
  files?.get(name) ?? path.join(folder, name)

/** Whether there is a file; where that cannot be found out, whoever reads it will say why. */
export const isFile = async (file: string): Promise<boolean> => {
  try {
    return (await stat(file)).isFile()
  } catch (cause) {
    return !isAbsent(cause)
  }
}

/** A description of a tokenizer with 250,000 pieces has 17 MB; no small file of a model comes near this. */
const MOST_BYTES = 2 ** 26

/** The text of a file in UTF-8; nothing where there is none. `Left BadFile` for what is no file, too large, or cannot be read. */
export const readText =
  (file: string): TE.TaskEither<RewardError, string | undefined> =>
  async () => {
    try {
      // Before it is opened: a pipe would keep whoever opens it waiting.
      const found = await stat(file)
      if (!found.isFile()) return E.left(badFile(file, 'a file', 'something else of that name'))
      if (found.size > MOST_BYTES) return E.left(badFile(file, `at most ${MOST_BYTES} bytes`, String(found.size)))
      return E.right(await readFile(file, 'utf8'))
    } catch (cause) {
      return isAbsent(cause) ? E.right(undefined) : E.left(badFile(file, 'a file that can be read', messageOf(cause)))
    }
  }

/** The object in a JSON file; nothing where there is no file. `Left BadFile` for what cannot be read or is no JSON object. */
export const readJson = (file: string): TE.TaskEither<RewardError, Json | undefined> =>
  pipe(
    readText(file),
    TE.chainEitherK((text) => (text === undefined ? E.right(undefined) : parse(file, text))),
  )

/** The object in a JSON file that the model cannot do without: where it is not there, {@link missing}. */
export const requireJson = (model: ModelFolder, name: string): TE.TaskEither<RewardError, Json> =>
  pipe(
    readJson(fileIn(model, name)),
    TE.chain((json) => (json === undefined ? TE.left(missing(model, name)) : TE.right(json))),
  )

/** The error of a folder without what its model needs: `MissingModel` with the command that brings it, `BadFile` of a folder that was named. */
export const missing = ({ path: folder, reward, install }: ModelFolder, needed: string): RewardError =>
  install === undefined
    ? badFile(folder, `${needed} of a model in Hugging Face's layout`, 'no file of that name')
    : { _tag: 'MissingModel', reward, model: `${folder} (${needed})`, install }

/** The error of a file that is there and is not what it should be. */
export const badFile = (file: string, expected: string, received: string): RewardError => ({
  _tag: 'BadFile',
  file,
  expected,
  received,
})

/** Whether a file could not be read because there is none. */
const isAbsent = (cause: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((cause as { readonly code?: string } | undefined)?.code ?? '')

/** Whether a value out of a JSON file is an object. */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parse = (file: string, text: string): E.Either<RewardError, Json> => {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? E.right(value) : E.left(badFile(file, 'a JSON object', describe(value)))
  } catch (cause) {
    return E.left(badFile(file, 'JSON', messageOf(cause)))
  }
}
