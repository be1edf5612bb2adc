import { stat } from 'node:fs/promises'
import { CommandFailure } from '../exit-code.js'

/** A page must not take the place of what it is about. */
export const refuseInputs = async (file: string, inputs: ReadonlyArray<string>): Promise<void> => {
  const identity = await identityOf(file)
  if (identity === undefined) return
  for (const input of inputs) {
    if ((await identityOf(input)) === identity) throw new CommandFailure(`cannot write ${file}: it is the input`)
  }
}

const identityOf = async (file: string): Promise<string | undefined> => {
  if (file === '-') return undefined
  const found = await stat(file).catch(() => undefined)
  // Devices may be read and written.
  return found?.isFile() === true ? `${found.dev}:${found.ino}` : undefined
}
