import type { Command } from 'commander'
import type { Io } from './io.js'

type Done = (exitCode: number) => void

const list = () => import('./models/list.js')
const pull = () => import('./models/pull.js')
const verify = () => import('./models/verify.js')
const path = () => import('./models/path.js')
const bringing = () => import('./models/import.js')
const remove = () => import('./models/remove.js')

/** `corl models`: what is fetched, by this command and by no other. */
export const addModelsCommand = (program: Command, io: Io, done: Done): void => {
  const models = program
    .command('models')
    .summary('list, fetch and check models')
    .description(
      'Models on disk. They are fetched by `pull` and by nothing else, verified, and looked for in the caches of torch and ' +
        'Hugging Face first. Exit codes: 0, 1 (damaged, or could not be fetched), 2 (usage), 3 (not here).',
    )
  models
    .command('list')
    .summary('what there is, and what of it is here')
    .description('Lists the models: size, licence, and whether they are here.')
    .option('--json', 'as JSON, with every file')
    .option('--model-dir <dir>', 'a folder to look into first')
    .action(async (options: { json?: boolean; modelDir?: string }) =>
      done(await (await list()).listModels(options, io)),
    )
  models
    .command('pull <names...>')
    .summary('fetch models')
    .description('Fetches models: links what a cache holds, downloads the rest, verifies each file before it is there.')
    .option('--dry-run', 'say what would be done')
    .option('--force', 'fetch again what is here')
    .action(async (names: ReadonlyArray<string>, options: { dryRun?: boolean; force?: boolean }) =>
      done(await (await pull()).pullModels(names, options, io)),
    )
  models
    .command('verify [names...]')
    .summary('read models through and compare their digests')
    .description('Reads the files of models through and compares their digests; without names, of all that are here.')
    .option('--json', 'as JSON')
    .action(async (names: ReadonlyArray<string>, options: { json?: boolean }) =>
      done(await (await verify()).verifyModels(names, options, io)),
    )
  models
    .command('path <name>')
    .summary('print where the files of a model are')
    .description('Prints the paths of a model, a line each; exit code 3 when it is not here.')
    .option('--json', 'as JSON, by role')
    .option('--model-dir <dir>', 'a folder to look into first')
    .action(async (name: string, options: { json?: boolean; modelDir?: string }) =>
      done(await (await path()).modelPath(name, options, io)),
    )
  models
    .command('import <name> <files...>')
    .summary('bring in files you have')
    .description('Copies files into a model. Each is known by its digest, or by its name.')
    .option('--unverified', 'take files whose digest is not known or is another')
    .action(async (name: string, files: ReadonlyArray<string>, options: { unverified?: boolean }) =>
      done(await (await bringing()).importModel(name, files, options, io)),
    )
  models
    .command('rm <names...>')
    .summary('remove models')
    .description('Removes the files of models from the models folder. Caches of other programs are left alone.')
    .action(async (names: ReadonlyArray<string>) => done(await (await remove()).removeModels(names, io)))
}
