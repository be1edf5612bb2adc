import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type RewardError, showError } from '../../core/error.js'
import { catalogue } from '../../models/catalogue.js'
import type { CatalogueEntry } from '../../models/entry.js'
import type { Environment } from '../../models/environment.js'
import { modelHome } from '../../models/model-home.js'
import { CommandFailure, exitCodeOf } from '../exit-code.js'
import { type Io, printable } from '../io.js'

/** A file is damaged, is not what it should be, or could not be fetched. */
export const NOT_DONE = 1

/** What the commands about models work with; tests hand in a catalogue of their own. */
export interface Context {
  readonly env: Environment
  readonly home: string
  readonly models: ReadonlyArray<CatalogueEntry>
}

export const contextOf = (io: Io, models: ReadonlyArray<CatalogueEntry> = catalogue): Context => {
  const env = io.env ?? process.env
  return { env, home: modelHome(env), models }
}

/** Of these commands a file that is not right is a result, where for a reward it means that a model is missing. */
export const modelExitCode = (error: RewardError): number =>
  error._tag === 'BadFile' || error._tag === 'Download' ? NOT_DONE : exitCodeOf(error)

/** What came out, or the end of the command. */
export const orFail = async <A>(task: TaskEither<RewardError, A>): Promise<A> => {
  const result = await task()
  if (E.isRight(result)) return result.right
  throw new CommandFailure(printable(showError(result.left)), modelExitCode(result.left))
}
