import { describe, type RewardError } from '../../core/error.js'

/** What is wrong with an option; nothing where it is right, or left out. */
type Fault = RewardError | undefined

/** Checks of the options of models, which may come from JavaScript, on behalf of a reward. */
export interface OptionChecks {
  /** The error of an option. */
  readonly wrong: (option: string, expected: string, received: unknown) => RewardError
  /** That options are an object, before any of them is looked at. */
  readonly object: (options: unknown) => Fault
  /** A text that is not empty. */
  readonly text: (option: string, value: unknown, expected: string) => Fault
  /** A whole number from `least`, 1 if not said, to `most`. */
  readonly count: (option: string, value: unknown, most: number, least?: number) => Fault
  readonly oneOf: (option: string, value: unknown, known: ReadonlyArray<string>) => Fault
  /** Where a model is: a name of the catalogue or a folder, not both, and the folder models are looked for in. */
  readonly whichModel: (options: {
    readonly model?: unknown
    readonly path?: unknown
    readonly modelDir?: unknown
  }) => Fault
}

export const optionChecks = (reward: string): OptionChecks => {
  const wrong = (option: string, expected: string, received: unknown): RewardError => ({
    _tag: 'InvalidOption',
    reward,
    option,
    expected,
    received: describe(received),
  })
  const text: OptionChecks['text'] = (option, value, expected) =>
    value === undefined || (typeof value === 'string' && value !== '') ? undefined : wrong(option, expected, value)
  return {
    wrong,
    object: (options) =>
      typeof options === 'object' && options !== null && !Array.isArray(options)
        ? undefined
        : wrong('options', 'an object', options),
    text,
    count: (option, value, most, least = 1) =>
      value === undefined || (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)
        ? undefined
        : wrong(option, `a whole number from ${least} to ${most}`, value),
    oneOf: (option, value, known) =>
      value === undefined || known.includes(value as string)
        ? undefined
        : wrong(option, `one of ${known.join(', ')}`, value),
    whichModel: ({ model, path, modelDir }) =>
      text('model', model, 'the name of a model') ??
      text('path', path, 'the path of a folder') ??
      (model === undefined || path === undefined ? undefined : wrong('path', 'no path beside model', path)) ??
      text('modelDir', modelDir, 'the path of a folder'),
  }
}
