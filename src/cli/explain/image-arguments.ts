import type { Command } from 'commander'
import { CommandFailure } from '../exit-code.js'

/** What else may say which sample is meant. */
const OTHERS = ['sample', 'in', 'line']

/** The two images that stand as arguments of `corl explain`; nothing where there are none. */
export const imageArguments = (
  images: ReadonlyArray<string>,
  command: Command,
): readonly [image: string, reference: string] | undefined => {
  if (images.length === 0) return undefined
  const [image, reference] = images
  if (image === undefined || reference === undefined || images.length > 2) {
    throw new CommandFailure(`expected two images, the generated one and its reference, got ${images.length}`)
  }
  const other = OTHERS.find((option) => command.getOptionValueSource(option) === 'cli')
  if (other !== undefined) throw new CommandFailure(`two images are a sample: --${other} cannot be used with them`)
  return [image, reference]
}
