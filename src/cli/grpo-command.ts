import { type Command, Option } from 'commander'
import { DTYPES, type Dtype } from './grpo/dtypes.js'
import type { Io } from './io.js'

/** `corl grpo`: advantages and losses of GRPO, and a trainer held against them. */
export const addGrpoCommand = (program: Command, io: Io, done: (exitCode: number) => void): void => {
  const grpo = program
    .command('grpo')
    .summary('compute advantages and losses of GRPO, or check a trainer against them')
    .description(
      'Computes GRPO advantages, loss, gradients and metrics: a case a line in JSON, a result a line out, in order. A case has rewards, or ' +
        'log_probs with a completion_mask and advantages, or all of these, and a config with the names of TRL. A case that is wrong is an ' +
        'error on its line and exit code 1.',
    )
    .option('--in <file>', 'cases, one JSON object a line; - is stdin', '-')
    .option('--out <file>', 'results; - is stdout', '-')
    .action(async (options: { in: string; out: string }) => {
      const { computeCommand } = await import('./grpo/compute-command.js')
      done(await computeCommand(options, io))
    })
  grpo
    .command('check')
    .summary("find the first place where a trainer's numbers depart from the reference, and why")
    .description(
      "Reads a trainer's dump, a case a line: what `corl grpo` reads, and what the trainer made of it (advantages, ratios, " +
        'per_token_loss, loss, grad_per_token_logps, metrics: what there is is compared). Prints the first departure with the mistakes ' +
        'that would give the same numbers.\n' +
        'Exit codes: 0 (all agree), 1 (a departure), 2 (usage, or a line that cannot be read), 3 (tfjs is missing).',
    )
    .requiredOption('--against <file>', "the trainer's dump, one JSON object a line; - is stdin")
    .addOption(
      new Option('--dtype <name>', 'what the trainer computed in; guessed from the digits unless told').choices([
        ...DTYPES,
      ]),
    )
    .option('--json', 'the result as one line of JSON')
    .action(async (options: { against: string; dtype?: Dtype; json?: boolean }) => {
      const { checkCommand } = await import('./grpo/check/check-command.js')
      done(await checkCommand(options, io))
    })
}
