import type { Command } from 'commander'
import { CommandFailure } from '../exit-code.js'

/** What else may say which sample is meant. */
const OTHERS = ['sample', 'in', 'line']

/** What may be said of the images beside them. */
const BESIDE = ['prompt', 'caption'] as const

/** A sample that is put together from arguments. */
export interface ImageArguments {
  readonly image: string
  readonly reference: string
  readonly prompt?: string
  readonly caption?: string
}

/** The sample of two images that stand as arguments of `corl explain`, and of what is said beside them; nothing where there are none. */
export const imageArguments = (images: ReadonlyArray<string>, command: Command): ImageArguments | undefined => {
  const beside = command.opts<Pick<ImageArguments, (typeof BESIDE)[number]>>()
  if (images.length === 0) {
    const idle = BESIDE.find((name) => beside[name] !== undefined)
    if (idle === undefined) return undefined
    throw new CommandFailure(`--${idle} is said of two images: without them it is a field of the sample`)
  }
  const [image, reference] = images
  if (image === undefined || reference === undefined || images.length > 2) {
    throw new CommandFailure(`expected two images, the generated one and its reference, got ${images.length}`)
  }
  const other = OTHERS.find((option) => command.getOptionValueSource(option) === 'cli')
  if (other !== undefined) throw new CommandFailure(`two images are a sample: --${other} cannot be used with them`)
  const { prompt, caption } = beside
  return {
    image,
    reference,
    ...(prompt === undefined ? {} : { prompt }),
    ...(caption === undefined ? {} : { caption }),
  }
}
