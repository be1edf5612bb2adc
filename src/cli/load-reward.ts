import { readFile } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { LoadContext, LoadedReward } from '../presets/entry.js'
import { fromSpec } from '../presets/from-spec.js'
import { CommandFailure, failureOf, reasonOf } from './exit-code.js'

/** Files longer than this are no spec; what is within is checked again by `parseSpec`. In bytes. */
const MAX_SPEC_BYTES = 1 << 20

/**
 * The reward that `--reward` names: an id, a spec as JSON text, or a file that ends in .json, .yaml or .yml.
 *
 * @param argument - What the user wrote.
 * @param modelDir - What the user wrote for `--model-dir`.
 * @param watchSpice - Where the graphs of texts are wanted.
 */
export const loadReward = async (
  argument: string,
  modelDir?: string,
  watchSpice?: LoadContext['watchSpice'],
): Promise<LoadedReward> => {
  const context = {
    ...(modelDir === undefined ? {} : { modelDir }),
    ...(watchSpice === undefined ? {} : { watchSpice }),
  }
  const loaded = await fromSpec(await specOf(argument), context)()
  if (E.isLeft(loaded)) throw failureOf(loaded.left)
  return loaded.right
}

const specOf = async (argument: string): Promise<unknown> => {
  const text = argument.trim()
  if (/^[{["]/.test(text)) return parsed(text, 'json')
  const extension = /\.(json|ya?ml)$/i.exec(text)?.[1]?.toLowerCase()
  if (extension === undefined) return text
  return parsed(await textOf(argument), extension === 'json' ? 'json' : 'yaml', `${argument}: `)
}

const parsed = async (text: string, syntax: 'json' | 'yaml', where = ''): Promise<unknown> => {
  // A bare id needs no parser.
  const { parseSpec } = await import('../presets/parse-spec.js')
  const spec = parseSpec(text, syntax)
  if (E.isRight(spec)) return spec.right
  const failure = failureOf(spec.left)
  throw new CommandFailure(`${where}${failure.message}`, failure.exitCode)
}

const textOf = async (file: string): Promise<string> => {
  try {
    const bytes = await readFile(file)
    if (bytes.length > MAX_SPEC_BYTES) throw new Error(`it is larger than ${MAX_SPEC_BYTES} bytes`)
    return bytes.toString('utf8')
  } catch (cause) {
    throw new CommandFailure(`cannot read the spec ${file}: ${reasonOf(cause)}`)
  }
}
