import { describe, type RewardError } from '../../core/error.js'
import { wrongInput, wrongOption } from './wrong.js'

/** The error of options that are no object, or of one that has a name no option has: mistyped it would be left at its default. */
export const optionsFault = (
  owner: string,
  options: unknown,
  names: ReadonlyArray<string>,
): RewardError | undefined => {
  if (typeof options !== 'object' || options === null) return wrongOption(owner, 'options', 'an object', options)
  const odd = Object.entries(options).find(([name, value]) => value !== undefined && !names.includes(name))
  return odd === undefined ? undefined : wrongOption(owner, odd[0], `an option (${names.join(', ')})`, odd[1])
}

/** The error of a batch of arguments that is no object. */
export const batchFault = (owner: string, field: string, batch: unknown): RewardError | undefined =>
  typeof batch === 'object' && batch !== null ? undefined : wrongInput(owner, field, 'an object', describe(batch))
