import type { CatalogueEntry } from '../../models/entry.js'
import { pullCommand } from '../../models/locate.js'
import { modelStates } from '../../models/state.js'
import { type VerifiedFile, verifyModel } from '../../models/verify.js'
import { alignedTable } from '../aligned-table.js'
import { MISSING, OK } from '../exit-code.js'
import { type Io, printable } from '../io.js'
import { openSink } from '../sink.js'
import { type Context, contextOf, NOT_DONE, orFail } from './context.js'

/** `corl models verify [NAME...]`: exit code 1 on damage, 3 when a model that was named is not here. */
export const verifyModels = async (
  names: ReadonlyArray<string>,
  { json }: { readonly json?: boolean },
  io: Io,
  catalogue?: ReadonlyArray<CatalogueEntry>,
): Promise<number> => {
  const context = contextOf(io, catalogue)
  const wanted = names.length > 0 ? names : await present(context)
  const results: Array<readonly [model: string, file: VerifiedFile]> = []
  for (const name of wanted) {
    const files = await orFail(verifyModel(name, { ...context, signal: io.signal }))
    results.push(...files.map((file) => [name, file] as const))
  }
  const text = json === true ? asJson(results) : results.length === 0 ? '' : asTable(results)
  await (await openSink('-', io)).write(text)
  if (results.length === 0) io.stderr.write('corl: no model is here\n')
  const damaged = results.filter(([, file]) => file.state === 'damaged')
  for (const [model, { name, path = name, expected, received }] of damaged) {
    io.stderr.write(
      printable(`corl: ${path} is damaged: expected ${expected}, got ${received}; run: ${pullCommand(model)} --force`) +
        '\n',
    )
  }
  const missing = names.length === 0 ? [] : results.filter(([, file]) => file.state === 'missing')
  for (const model of new Set(missing.map(([name]) => name))) {
    io.stderr.write(`corl: ${model} is not complete on this machine; run: ${pullCommand(model)}\n`)
  }
  return damaged.length > 0 ? NOT_DONE : missing.length > 0 ? MISSING : OK
}

/** The models of which something is here. */
const present = async ({ env, home, models }: Context): Promise<ReadonlyArray<string>> => {
  const states = await orFail(modelStates({ env, home }, models))
  return states.filter(({ state }) => state !== 'missing').map(({ entry }) => entry.name)
}

type Results = ReadonlyArray<readonly [model: string, file: VerifiedFile]>

const asTable = (results: Results): string =>
  alignedTable(
    ['model', 'file', 'state', 'path'],
    results.map(([model, { name, state, path = '-' }]) => [model, name, state, path]),
  )

const asJson = (results: Results): string =>
  `${JSON.stringify(
    results.map(([model, file]) => ({ model, ...file })),
    null,
    2,
  )}\n`
