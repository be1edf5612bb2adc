import { describe, type RewardError } from '../../../core/error.js'

/** What is wrong with options before any of them is looked at: those of JavaScript may be anything; nothing where they are an object. */
export const optionsFault = (reward: string, options: unknown): RewardError | undefined =>
  typeof options === 'object' && options !== null && !Array.isArray(options)
    ? undefined
    : wrong(reward, 'options', 'an object', options)

/** What is wrong with two answers to which model is meant; nothing where there is one, or none. */
export const twoModelsFault = (
  reward: string,
  { model, path }: { readonly model?: unknown; readonly path?: unknown },
): RewardError | undefined =>
  model === undefined || path === undefined ? undefined : wrong(reward, 'path', 'no path beside model', path)

const wrong = (reward: string, option: string, expected: string, received: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward,
  option,
  expected,
  received: describe(received),
})
