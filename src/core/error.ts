/**
 * Why a sample or a whole batch could not be scored: plain data, told apart by `_tag`.
 *
 * | `_tag` | meaning |
 * | --- | --- |
 * | `MissingField` | the sample lacks a field the reward reads |
 * | `InvalidInput` | a field of the sample has the wrong type or content |
 * | `InvalidOption` | an option of a reward or combinator is out of its domain |
 * | `InvalidSpec` | a declarative reward does not follow the schema; `path` says where |
 * | `UnknownReward` | no reward has this id |
 * | `MissingPackage` | an optional package is not installed; `install` is the command that installs it |
 * | `MissingModel` | the files of a model are not on this machine; `install` is the command that gets them |
 * | `BadFile` | a model file cannot be used: damaged, hostile, of another format, or without what is needed from it |
 * | `Download` | a model could not be fetched |
 * | `Unavailable` | the reward cannot run in this version or on this machine |
 * | `OriginalRaises` | variant `'released'`: the published code raises an exception for this sample |
 * | `NonFinite` | a reward or a function of the caller gave NaN or an infinity |
 * | `OutOfRange` | a reward gave a value outside the range it declares |
 * | `WrongLength` | a reward answered with another number of outcomes than it was given samples |
 * | `Timeout` | the time allowed ran out |
 * | `Aborted` | the caller cancelled |
 * | `Unexpected` | code of the caller or of a dependency threw; `cause` is what it threw |
 *
 * @category model
 * @since 0.1.0
 */
export type RewardError =
  | { readonly _tag: 'MissingField'; readonly reward: string; readonly field: string; readonly hint?: string }
  | {
      readonly _tag: 'InvalidInput'
      readonly reward: string
      readonly field: string
      readonly expected: string
      readonly received: string
    }
  | {
      readonly _tag: 'InvalidOption'
      readonly reward: string
      readonly option: string
      readonly expected: string
      readonly received: string
    }
  | { readonly _tag: 'InvalidSpec'; readonly path: string; readonly expected: string; readonly received: string }
  | {
      readonly _tag: 'UnknownReward'
      readonly id: string
      readonly known: ReadonlyArray<string>
      /** Where in the specification; nothing when it is the whole of it. */
      readonly path?: string
      /** The known ids that look most like it. */
      readonly nearest?: ReadonlyArray<string>
    }
  | { readonly _tag: 'MissingPackage'; readonly reward: string; readonly package: string; readonly install: string }
  | { readonly _tag: 'MissingModel'; readonly reward: string; readonly model: string; readonly install: string }
  | {
      readonly _tag: 'BadFile'
      /** The file as it was named; a path, or what stands for one. */
      readonly file: string
      readonly expected: string
      readonly received: string
      readonly cause?: unknown
    }
  | { readonly _tag: 'Download'; readonly model: string; readonly url: string; readonly reason: string }
  | { readonly _tag: 'Unavailable'; readonly reward: string; readonly reason: string }
  | { readonly _tag: 'OriginalRaises'; readonly reward: string; readonly exception: string; readonly reason: string }
  | { readonly _tag: 'NonFinite'; readonly reward: string; readonly value: number; readonly field?: string }
  | {
      readonly _tag: 'OutOfRange'
      readonly reward: string
      readonly value: number
      readonly min: number
      readonly max: number
    }
  | { readonly _tag: 'WrongLength'; readonly reward: string; readonly expected: number; readonly received: number }
  | { readonly _tag: 'Timeout'; readonly reward: string; readonly timeoutMs: number }
  | { readonly _tag: 'Aborted'; readonly reason: string }
  | { readonly _tag: 'Unexpected'; readonly reward: string; readonly message: string; readonly cause: unknown }

/** The `_tag`s of {@link RewardError}. */
export type RewardErrorTag = RewardError['_tag']

/** The error of one kind. */
export type RewardErrorOf<Tag extends RewardErrorTag> = Extract<RewardError, { readonly _tag: Tag }>

/**
 * How a value is named in an error: its kind, and its text when that is short.
 *
 * @param value - Anything; it is never converted by its own code.
 * @returns A short text, never empty.
 * @example
 * ```ts @import.meta.vitest
 * expect([describe('yes'), describe(null), describe([1, 2])]).toEqual(['"yes"', 'null', 'an array of 2'])
 * ```
 * @category errors
 * @since 0.1.0
 */
export const describe = (value: unknown): string => {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  if (typeof value === 'string')
    return value.length <= 40 ? JSON.stringify(value) : `a string of ${value.length} characters`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** What was thrown, in words. Anything can be thrown, also what cannot be read or has no text. */
export const messageOf = (cause: unknown): string => {
  try {
    return String(cause instanceof Error ? cause.message : cause)
  } catch {
    return 'a value that cannot be shown was thrown'
  }
}

/**
 * The error for what foreign code threw.
 *
 * @param reward - The name of the reward that ran the code.
 * @param cause - What was thrown, of any kind; kept as it is.
 * @returns An `Unexpected` error with the cause's message.
 * @category errors
 * @since 0.1.0
 */
export const unexpected = (reward: string, cause: unknown): RewardError => ({
  _tag: 'Unexpected',
  reward,
  message: messageOf(cause),
  cause,
})

/** The error of whoever goes on using what has been disposed of. */
export const disposedOf = (reward: string): RewardError => ({
  _tag: 'Unavailable',
  reward,
  reason: 'it has been disposed of; load it again',
})

const expectedGot = (expected: string, name: string, received: string): string =>
  `expected ${expected} for \`${name}\`, got ${received}`

const didYouMean = (nearest: ReadonlyArray<string> = []): string =>
  nearest.length === 0 ? '' : `; did you mean ${nearest.join(' or ')}?`

/**
 * One sentence a person can act on: what was expected, for which input, and what was found.
 *
 * @example
 * ```ts @import.meta.vitest
 * const error = { _tag: 'InvalidOption', reward: 'clamp', option: 'lo', expected: 'a finite number', received: 'NaN' } as const
 * expect(showError(error)).toBe('clamp: expected a finite number for `lo`, got NaN')
 * ```
 * @category destructors
 * @since 0.1.0
 */
export const showError = (error: RewardError): string => {
  switch (error._tag) {
    case 'MissingField':
      return `${error.reward}: ${expectedGot('a value', error.field, 'nothing')}${error.hint === undefined ? '' : ` (${error.hint})`}`
    case 'InvalidInput':
      return `${error.reward}: ${expectedGot(error.expected, error.field, error.received)}`
    case 'InvalidOption':
      return `${error.reward}: ${expectedGot(error.expected, error.option, error.received)}`
    case 'InvalidSpec':
      return `spec: ${expectedGot(error.expected, error.path, error.received)}`
    case 'UnknownReward':
      return `spec: ${expectedGot(`one of ${error.known.join(', ')}`, error.path ?? 'reward', describe(error.id))}${didYouMean(error.nearest)}`
    case 'MissingPackage':
      return `${error.reward}: the package ${error.package} is not installed; run: ${error.install}`
    case 'MissingModel':
      return `${error.reward}: the model ${error.model} is not on this machine; run: ${error.install}`
    case 'BadFile':
      return expectedGot(error.expected, error.file, error.received)
    case 'Download':
      return `${error.model}: cannot fetch ${error.url}: ${error.reason}`
    case 'Unavailable':
      return `${error.reward}: ${error.reason}`
    case 'OriginalRaises':
      return `${error.reward}: the published code raises ${error.exception} here: ${error.reason}`
    case 'NonFinite':
      return `${error.reward}: ${expectedGot('a finite number', error.field ?? 'value', String(error.value))}`
    case 'OutOfRange':
      return `${error.reward}: ${expectedGot(`a number in [${error.min}, ${error.max}]`, 'value', String(error.value))}`
    case 'WrongLength':
      return `${error.reward}: ${expectedGot(`${error.expected} outcomes`, 'batch', String(error.received))}`
    case 'Timeout':
      return `${error.reward}: no answer within ${error.timeoutMs} ms`
    case 'Aborted':
      return `aborted: ${error.reason}`
    case 'Unexpected':
      return `${error.reward}: ${error.message}`
  }
}
