import { Command, CommanderError, Option } from 'commander'
import { addCaptionCommand } from './caption-command.js'
import { CommandFailure, OK, USAGE } from './exit-code.js'
import { addDoctorCommand } from './doctor-command.js'
import type { ExplainOptions } from './explain-command.js'
import { imageArguments } from './explain/image-arguments.js'
import { tokenOptions } from './explain/token-options.js'
import { FORMATS } from './formats.js'
import { addGrpoCommand } from './grpo-command.js'
import type { Io } from './io.js'
import { addModelsCommand } from './models-command.js'
import { integer } from './numbers.js'
import type { ScoreOptions } from './score-command.js'
import { ReaderGone } from './sink.js'
import { addSpiceCommand } from './spice-command.js'

// A command is loaded when it runs: `--help` needs none of them.
const scoring = () => import('./score-command.js')
const listing = () => import('./rewards-command.js')
const explaining = () => import('./explain-command.js')

/** Commands that are promised for later versions. */
const LATER = ['serve', 'work']

/**
 * The `corl` command line.
 *
 * @param args - The arguments, without program and script.
 * @returns The exit code: 0, 1 (a sample failed), 2 (usage), 3 (model or package missing), 130 (interrupted).
 */
export const runCorl = async (args: ReadonlyArray<string>, io: Io): Promise<number> => {
  let exitCode = OK
  const program = programOf(io, (code) => {
    exitCode = code
  })
  // A failed write tells through its callback; without a listener the event would end the process.
  const ignore = (): void => undefined
  io.stdout.on('error', ignore)
  try {
    refuseUnknownCommand(program, args[0])
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (cause) {
    if (cause instanceof ReaderGone) return OK
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? OK : USAGE
    if (!(cause instanceof CommandFailure)) throw cause
    io.stderr.write(`corl: ${cause.message}\n`)
    return cause.exitCode
  } finally {
    io.stdout.off('error', ignore)
  }
}

/** Commander would suggest; we say what there is. */
const refuseUnknownCommand = (program: Command, name: string | undefined): void => {
  if (name === undefined || name.startsWith('-')) return
  const known = ['help', ...program.commands.map((command) => command.name())]
  if (known.includes(name)) return
  const fate = LATER.includes(name) ? 'comes in a later version' : 'is unknown'
  throw new CommandFailure(`the command ${JSON.stringify(name)} ${fate}; there are: ${known.slice(1).join(', ')}`)
}

const programOf = (io: Io, done: (exitCode: number) => void): Command => {
  const program = new Command('corl')
    .description('Rewards for reinforcement learning of multimodal models: score, list, explain.')
    .version(io.version)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .exitOverride()
    .showHelpAfterError('(corl --help shows what there is)')
  program
    .command('score')
    .summary('score samples')
    .description(
      'Scores samples: JSON Lines in, one result a line out, in order. A line that cannot be read is a failed sample.\n' +
        'Blank lines at the end of the input are no samples. Fields in snake_case are understood; camelCase wins.',
    )
    .addOption(rewardOption())
    .option('--in <file>', 'samples, one JSON object a line, or a folder with image/ and reference/; - is stdin', '-')
    .option('--out <file>', 'results; - is stdout', '-')
    .option('--model-dir <dir>', 'where models lie (text rewards need none)')
    .addOption(
      new Option('--on-error <what>', 'exit code when samples fail: 1, or 0 all the same')
        .choices(['fail', 'skip'])
        .default('fail'),
    )
    .addOption(new Option('--format <name>', 'how results are written').choices(FORMATS).default('jsonl'))
    .option('--batch <n>', 'samples scored together (default: 1024, images 64)', integer(1, MAX_BATCH))
    .action(async (options: ScoreOptions) => done(await (await scoring()).scoreCommand(options, io)))
  const rewards = program
    .command('rewards')
    .summary('list the rewards')
    .description('Lists the rewards: range, fields they read ([optional]), what they need.')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => done(await (await listing()).rewardsCommand(options, io)))
  rewards
    .command('show <id>')
    .description('Shows one reward: fields, options with defaults, an example.')
    .option('--json', 'as JSON')
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      // `--json` before or after the id: commander gives the parent what stands before `show`.
      done(
        await (
          await listing()
        ).showRewardCommand(id, { ...options, ...command.optsWithGlobals<{ json?: boolean }>() }, io),
      ),
    )
  const explain = program
    .command('explain')
    .summary('say why a sample has its score')
    .description(
      'Says why one sample has its score: what was read, every part with what it saw, scene graphs, distances by layer.\n' +
        'Two images stand for the sample {"image": ..., "reference": ...}, with --prompt and --caption where they are given.',
    )
    .argument('[images...]', 'the generated image and its reference')
    .addOption(rewardOption())
    .addOption(new Option('--sample <json>', 'the sample itself').conflicts(['in', 'line']))
    .option('--prompt <text>', 'beside two images: what the first was asked for with')
    .option('--caption <text>', 'beside two images: what is to be seen in the first')
    .option('--in <file>', 'JSON Lines to take it from; - is stdin', '-')
    .option('--line <n>', 'which line of it', integer(1, Number.MAX_SAFE_INTEGER), 1)
    .option('--model-dir <dir>', 'where models lie (text rewards need none)')
    .option('--json', 'the result as `corl score` writes it')
    .option('--html <file>', 'a page too, with images and where they differ; - is stdout')
    .action(async (files: ReadonlyArray<string>, options: ExplainOptions, command: Command) =>
      done(await (await explaining()).explainCommand({ ...options, images: imageArguments(files, command) }, io)),
    )
  for (const option of tokenOptions()) explain.addOption(option)
  addCaptionCommand(program, io, done)
  addSpiceCommand(program, io, done)
  addGrpoCommand(program, io, done)
  addModelsCommand(program, io, done)
  addDoctorCommand(program, io, done)
  return program
}

/** A batch stays a batch: larger ones would hold back results without being faster. */
const MAX_BATCH = 1_000_000

const rewardOption = (): Option =>
  new Option('--reward <spec>', 'an id, a spec as JSON, or a .json/.yaml file').makeOptionMandatory()
