import type { Command } from 'commander'
import type { Io } from './io.js'

/** `corl spice`: what SPICE reads in texts. */
export const addSpiceCommand = (program: Command, io: Io, done: (exitCode: number) => void): void => {
  program
    .command('spice')
    .summary('print the scene graphs of texts')
    .description(
      'Prints the scene graph of each line of text: a JSON array of its tuples a line, in order. An empty line names nothing: [].\n' +
        'Tuples are [object], [object, attribute], [subject, predicate, object]. Lines of up to 1 MiB; a longer one, or one that is ' +
        'not UTF-8, is an error on its line and exit code 1.',
    )
    .requiredOption('--parse', 'parse the lines (there is nothing else to do yet)')
    .option('--in <file>', 'texts, one a line; - is stdin', '-')
    .option('--out <file>', 'results; - is stdout', '-')
    .option(
      '--stages',
      'what lies in between, too: words, tags, lemmas, tree, dependencies of each sentence, and what is proposed',
    )
    .option('--text', 'for people: a text and its tuples below')
    .action(async (options: { in: string; out: string; stages?: boolean; text?: boolean }) => {
      const { parseCommand } = await import('./spice/parse-command.js')
      done(await parseCommand(options, io))
    })
}
