/** A program that loads sharp and lets it encode an image and decode it again. It runs in a process of its own. */
export const sharpProbe = {
  package: 'sharp',
  neededBy: 'rewards of images',
  namesAreParts: false,
  /** Argument: the file to load. Answers in a line of JSON behind a mark. */
  program: `
const say = (answer) => process.stdout.write('\\n@corl ' + JSON.stringify(answer) + '\\n')
const sharp = require(process.argv[1])
sharp({ create: { width: 2, height: 1, channels: 3, background: '#0080ff' } })
  .png()
  .toBuffer()
  .then((png) => sharp(png).raw().toBuffer())
  .then((pixels) => {
    if (pixels.toString('hex') !== '0080ff0080ff') throw new Error('pixels came back as ' + pixels.toString('hex'))
    const formats = Object.values(sharp.format).filter(({ input }) => input.buffer).map(({ id }) => id)
    say({ names: formats })
  })
  .catch((cause) => say({ error: String(cause.message) }))
`,
} as const
