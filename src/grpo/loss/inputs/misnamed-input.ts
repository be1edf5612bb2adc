import type { RewardError } from '../../../core/error.js'

/** Other words for an input, folded. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([['importancesamplingratio', 'importanceweights']])

/** Without case and underscores, log-probabilities called as here where they are called as in TRL or verl. */
const folded = (name: string): string => {
  const plain = name
    .toLowerCase()
    .replaceAll('_', '')
    .replace(/(?:pertoken)?log(?:ps?|probs?)$/, 'logprobs')
  return SYNONYMS.get(plain) ?? plain
}

/**
 * The error of an input that is there under another spelling of its name alone: overlooked, `old_log_probs` would make every ratio 1. Other fields that a
 * caller's batch has beside the inputs are his own.
 *
 * @param prefix - What stands before a name in errors.
 */
export const misnamedInput = (
  owner: string,
  inputs: object,
  names: ReadonlyArray<string>,
  prefix: string,
): RewardError | undefined => {
  const given = new Map(Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null))
  for (const name of given.keys()) {
    const meant = names.includes(name) ? undefined : names.find((one) => folded(one) === folded(name))
    if (meant === undefined || given.has(meant)) continue
    const expected = `the input under the name \`${meant}\``
    return { _tag: 'InvalidInput', reward: owner, field: `${prefix}${name}`, expected, received: `\`${name}\`` }
  }
  return undefined
}
