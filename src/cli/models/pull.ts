import * as E from 'fp-ts/lib/Either.js'
import { showError } from '../../core/error.js'
import { planPull } from '../../models/plan.js'
import { pullModel, type PullOptions } from '../../models/pull.js'
import { alignedTable } from '../aligned-table.js'
import { INTERRUPTED, OK } from '../exit-code.js'
import { type Io, printable } from '../io.js'
import { openSink } from '../sink.js'
import { type Context, contextOf, modelExitCode, orFail } from './context.js'
import { pullProgress } from './pull-progress.js'
import { refuseUnknown } from './remove.js'
import { showBytes } from './show.js'

/** What tests put in place of the real catalogue, clock and chance. */
export type PullSetting = Pick<PullOptions, 'models' | 'waiting' | 'stallMs'>

/** `corl models pull NAME...`: a model that fails does not keep the next from being fetched. */
export const pullModels = async (
  names: ReadonlyArray<string>,
  { dryRun = false, force = false }: { readonly dryRun?: boolean; readonly force?: boolean },
  io: Io,
  setting: PullSetting = {},
): Promise<number> => {
  const context = contextOf(io, setting.models)
  refuseUnknown(names, context.models)
  if (dryRun) return plan(names, force, io, context)
  const rows: Array<ReadonlyArray<string>> = []
  let exitCode = OK
  for (const name of names) {
    const progress = await pullProgress(io.stderr)
    const result = await pullModel(name, {
      ...setting,
      ...context,
      force,
      signal: io.signal,
      userAgent: `corl-rewards/${io.version}`,
      onEvent: progress.on,
    })()
    progress.stop()
    if (E.isLeft(result)) {
      io.stderr.write(`corl: ${printable(showError(result.left))}\n`)
      const code = modelExitCode(result.left)
      if (code === INTERRUPTED) return INTERRUPTED
      exitCode = exitCode === OK ? code : exitCode
      continue
    }
    const { model, files } = result.right
    rows.push(...files.map(({ name: file, how, verified, path }) => [model, file, how, verified, path]))
    for (const { name: file } of files.filter(({ verified, how }) => verified === 'unverified' && how !== 'here')) {
      io.stderr.write(`corl: ${file} could not be verified: no digest is known of it and the server gave none\n`)
    }
  }
  if (rows.length > 0) {
    await (await openSink('-', io)).write(alignedTable(['model', 'file', 'how', 'verified by', 'path'], rows))
  }
  return exitCode
}

const plan = async (
  names: ReadonlyArray<string>,
  force: boolean,
  io: Io,
  { env, home, models }: Context,
): Promise<number> => {
  const rows: Array<ReadonlyArray<string>> = []
  for (const name of names) {
    const files = await orFail(planPull(name, { env, home, models, force }))
    rows.push(...files.map((file) => [name, file.name, file.action, showBytes(file.bytes), file.from]))
  }
  await (await openSink('-', io)).write(alignedTable(['model', 'file', 'to do', 'size', 'from'], rows))
  return OK
}
