import { Command, CommanderError, InvalidArgumentError } from 'commander'

/** What the command line asks for. */
export interface BenchArguments {
  readonly quick: boolean
  readonly filter?: string
  /** Machine-readable results: `true` on stdout, else into that file. */
  readonly json: boolean | string
  readonly compare?: string
  readonly thresholdPercent: number
  readonly modules: ReadonlyArray<string>
}

/** The arguments, or what to print instead of running. */
export type Parsed =
  | { readonly _tag: 'Run'; readonly options: BenchArguments }
  | { readonly _tag: 'Help'; readonly text: string }
  | { readonly _tag: 'Usage'; readonly message: string }

const DEFAULT_THRESHOLD_PERCENT = 20

/** What is measured, and no place for results. */
const PROGRAM = /\.(?:[cm]?[jt]s|[jt]sx)$/

/** A module is told by its ending, or by a path from here or from the root; other words are names, like `grpo` or `images/ssim`. */
const isModule = (argument: string): boolean => /^[./]|\\/.test(argument) || PROGRAM.test(argument)

/** `--json ./my-reward.js` means the module: results are never written over a program. */
const isFile = (argument: string): boolean => !PROGRAM.test(argument)

const percent = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('expected a percentage of at least 0')
  }
  return value
}

/** Reads the command line, without the name of the program. */
export const parseArguments = (argv: ReadonlyArray<string>, version: string): Parsed => {
  let printed = ''
  const print = (text: string): void => {
    printed += text
  }
  const command = new Command('corl-bench')
    .description(
      'Measures rewards on this machine: throughput, latency, cold start, memory, and agreement with the original programs; what is done to images; and the GRPO core.',
    )
    .argument(
      '[names or modules...]',
      'a name, as for --filter (grpo, text-image); or measure these modules instead (./my-reward.js): each exports a Reward, or a function (sample) => number',
    )
    .option('--quick', 'a shorter run, coarser figures', false)
    .option(
      '--filter <text>',
      'what has the text in its id: rewards, images/..., grpo/...; beside modules, nothing else without it',
    )
    .option('--json [file]', 'machine-readable results, into the file (results.json) or on stdout')
    .option('--compare <base.json>', 'compare with the results of an earlier --json run; exit 1 where it got worse')
    .option(
      '--threshold <percent>',
      'of --compare: how much throughput may fall and p50 rise',
      percent,
      DEFAULT_THRESHOLD_PERCENT,
    )
    .version(version)
    .addHelpText(
      'after',
      '\nExit codes: 0; 1 when a comparison, the agreement with the originals or a contract fails; 2 for wrong usage or a\nmodule that cannot be used.',
    )
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: print })
  try {
    command.parse(argv, { from: 'user' })
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause
    const text = printed.trimEnd()
    return cause.exitCode === 0 ? { _tag: 'Help', text } : { _tag: 'Usage', message: text.replace(/^error: /, '') }
  }
  const {
    json = false,
    quick,
    filter,
    compare,
    threshold,
  } = command.opts<{
    json?: boolean | string
    quick: boolean
    filter?: string
    compare?: string
    threshold: number
  }>()
  const taken = typeof json === 'string' && !isFile(json) ? [json] : []
  const given = [...taken, ...command.args]
  const names = [...(filter === undefined ? [] : [filter]), ...given.filter((argument) => !isModule(argument))]
  if (names.length > 1) {
    const told = names.map((name) => JSON.stringify(name)).join(' and ')
    return {
      _tag: 'Usage',
      message: `expected one name to measure, got ${told}; modules are given as paths, ./my-reward.js`,
    }
  }
  const [name] = names
  return {
    _tag: 'Run',
    options: {
      quick,
      json: taken.length > 0 ? true : json,
      thresholdPercent: threshold,
      modules: given.filter(isModule),
      ...(name === undefined ? {} : { filter: name }),
      ...(compare === undefined ? {} : { compare }),
    },
  }
}
