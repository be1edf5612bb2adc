import { type Command, Option } from 'commander'
import type { CaptionOptions } from './caption/options.js'
import type { Io } from './io.js'
import { integer, number } from './numbers.js'

const MAX_BATCH = 1024

/** What is about BLIP alone: a service decides it for itself. */
const OF_BLIP = [
  ...['model', 'path', 'weights', 'modelDir', 'precision', 'device', 'threads'],
  ...['minLength', 'beams', 'lengthPenalty', 'sample', 'topK', 'topP', 'repetitionPenalty'],
]

/** `corl caption`: what BLIP, or a model behind HTTP, says of images. */
export const addCaptionCommand = (program: Command, io: Io, done: (exitCode: number) => void): void => {
  program
    .command('caption')
    .summary('say what is to be seen in images')
    .description(
      'Prints a caption for each image, a line each: by BLIP on this machine (`corl models pull blip-base`), or by any vision model ' +
        'behind an OpenAI-compatible endpoint. Of several images each line begins with the path and a tab.\n' +
        'Exit codes: 0, 1 (an image has no caption), 2 (usage), 3 (a model or package is missing, or the endpoint does not answer).',
    )
    .argument('<images...>', 'files, or folders of images')
    .option('--json', 'a line each: {"image", "caption"} or {"image", "error"}')
    .addOption(blip('--model <name>', 'a model of the catalogue: blip-base, blip-large', ['path', 'weights']))
    .addOption(blip('--path <folder>', "a folder in Hugging Face's layout, instead", ['weights', 'modelDir']))
    .addOption(
      blip('--weights <which>', 'formula: made-up ones, for measuring speed', ['modelDir']).choices(['formula']),
    )
    .option('--model-dir <dir>', 'where models lie')
    .option('--prompt <text>', 'every caption begins with it; of an endpoint: what is asked of each image')
    .option('--max-new-tokens <n>', 'a caption ends after so many (default: 50, an endpoint 256)', number)
    .option('--min-length <n>', 'in tokens, those of the prompt counted', number)
    .addOption(blip('--beams <n>', 'search with so many beams', ['sample']).argParser(number))
    .option('--length-penalty <x>', 'of --beams: above 1 favours long captions (default: 1)', number)
    .option('--sample', 'draw tokens by chance')
    .option('--temperature <x>', 'of --sample, or an endpoint', number)
    .option('--top-k <n>', 'of --sample: among so many tokens (default: 50; 0: all)', number)
    .option('--top-p <p>', 'of --sample: among the likeliest of this probability together', number)
    .option('--seed <n>', 'of --sample (default: 0), or an endpoint', number)
    .option('--repetition-penalty <x>', 'above 1: against tokens that are there already', number)
    .option('--precision <name>', 'fp32 or int8')
    .option('--device <name>', 'cpu, cuda, webgpu, coreml, dml or auto')
    .option('--threads <n>', 'default: as many as the machine runs at once', number)
    .option('--batch-size <n>', 'images read and captioned at once (default: 16)', integer(1, MAX_BATCH))
    .addOption(
      new Option(
        '--endpoint <url>',
        'an OpenAI-compatible service, up to and without /chat/completions; nothing else is asked',
      ).conflicts(OF_BLIP),
    )
    .option('--endpoint-model <name>', 'as the service calls it')
    .option('--api-key-env <variable>', 'the environment variable that holds its key')
    .action(async (images: ReadonlyArray<string>, options: CaptionOptions) => {
      const { captionCommand } = await import('./caption/caption-command.js')
      done(await captionCommand(images, options, io))
    })
}

const blip = (flags: string, description: string, conflicts: Array<string>): Option =>
  new Option(flags, description).conflicts(conflicts)
