import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import type { Environment } from '../../../models/environment.js'
import { locateModel, pullCommand } from '../../../models/locate.js'
import { fileIn, isFile, missing, type ModelFolder } from './read-json.js'

/** Which model is asked for. */
export interface ModelChoice {
  /** Who asks, for errors. */
  readonly reward: string
  /** Of the catalogue. */
  readonly model: string
  /** A folder in Hugging Face's layout, instead. */
  readonly path?: string | undefined
  /** A folder that comes before the places where models of the catalogue are looked for. */
  readonly modelDir?: string | undefined
  readonly env: Environment
}

/**
 * The files of a model: in the folder that was named, or wherever those of a model of the catalogue lie on this machine.
 *
 * @returns `Left MissingModel` with the command that gets them, `Left InvalidOption` for a name that no model has. What a folder that was named
 *   holds is found out by whoever reads it.
 */
export const modelFolder = ({
  reward,
  model,
  path: folder,
  modelDir,
  env,
}: ModelChoice): TE.TaskEither<RewardError, ModelFolder> => {
  if (folder !== undefined) return TE.right({ path: folder, reward })
  return pipe(
    locateModel(model, { env, reward, ...(modelDir === undefined ? {} : { modelDir }) }),
    TE.map(({ files }) => ({
      path: path.dirname((files[0] as { readonly path: string }).path),
      // In the cache of Hugging Face a name is a link to a file of another name.
      files: new Map(files.map((file) => [file.name, file.path])),
      reward,
      install: pullCommand(model),
    })),
  )
}

/** The files weights are published in, best first: safetensors need no reading of pickles. */
const WEIGHTS = ['model.safetensors', 'pytorch_model.bin']

/** The file of a model's weights; where there is none, {@link missing}. */
export const weightsIn =
  (model: ModelFolder): TE.TaskEither<RewardError, string> =>
  async () => {
    for (const name of WEIGHTS) {
      const file = fileIn(model, name)
      if (await isFile(file)) return E.right(file)
    }
    return E.left(missing(model, WEIGHTS.join(' or ')))
  }
