import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const ENTRY = 'corl-rewards/grpo'

/**
 * A program that loads tfjs and says which of its backends open, those that run on native code (Dawn, libtensorflow) among them. It runs in a process of
 * its own.
 */
export const tfjsProbe = {
  package: '@tensorflow/tfjs-core',
  neededBy: 'losses of corl-rewards/grpo',
  namesAreParts: true,
  /**
   * Arguments: the file to load; the name of a backend, or nothing to list them. A backend is opened as `pickBackend` opens it, and squares a number. Answers
   * in a line of JSON behind a mark.
   */
  get program(): string {
    return `
const [file, name] = process.argv.slice(1)
const say = (answer) => process.stdout.write('\\n@corl ' + JSON.stringify(answer) + '\\n', () => process.exit())
const tf = require(file)
const tried = async () => {
  const { pickBackend } = await import(${JSON.stringify(entryPoint())})
  const picked = await pickBackend({ prefer: name ?? 'cpu' })()
  if (picked._tag === 'Left') return { error: picked.left.reason }
  const { backend, device, tried, isSoftware } = picked.right
  if (name === undefined) return { names: [...tried.map((other) => other.name), backend] }
  if (backend !== name) return { error: tried.find((other) => other.name === name).reason }
  const [square] = await tf.square([3]).data()
  if (square !== 9) return { error: 'gave ' + square + ' for the square of 3' }
  return { names: [device + (isSoftware ? ' (in software, for tests)' : '')] }
}
tried().then(say, (cause) => say({ error: String(cause.message) }))
`
  },
} as const

/** Of this package, as programs elsewhere find it; what a bundler has moved is found nowhere, and the program says so. */
const entryPoint = (): string => {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve(ENTRY)).href
  } catch {
    return ENTRY
  }
}
