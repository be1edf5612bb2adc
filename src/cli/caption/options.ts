import type { DecodingMode } from '../../recaption/decoding/options.js'
import { CommandFailure } from '../exit-code.js'

/** The options of `corl caption`, as they were written. */
export interface CaptionOptions {
  readonly json?: boolean
  readonly model?: string
  readonly path?: string
  readonly weights?: 'formula'
  readonly modelDir?: string
  readonly prompt?: string
  readonly maxNewTokens?: number
  readonly minLength?: number
  readonly beams?: number
  readonly lengthPenalty?: number
  readonly sample?: boolean
  readonly temperature?: number
  readonly topK?: number
  readonly topP?: number
  readonly seed?: number
  readonly repetitionPenalty?: number
  readonly precision?: string
  readonly device?: string
  readonly threads?: number
  readonly batchSize?: number
  readonly endpoint?: string
  readonly endpointModel?: string
  readonly apiKeyEnv?: string
}

/** Options that do nothing by themselves, and those of which one gives them something to do. */
const NEEDS: ReadonlyArray<readonly [option: keyof CaptionOptions, one: ReadonlyArray<keyof CaptionOptions>]> = [
  ['lengthPenalty', ['beams']],
  ['temperature', ['sample', 'endpoint']],
  ['topK', ['sample']],
  ['topP', ['sample']],
  ['seed', ['sample', 'endpoint']],
  ['endpointModel', ['endpoint']],
  ['apiKeyEnv', ['endpoint']],
  ['endpoint', ['endpointModel']],
]

/** An option that would be ignored is a mistake in the command. */
export const refuseIdle = (options: CaptionOptions): void => {
  for (const [option, one] of NEEDS) {
    if (options[option] === undefined || one.some((name) => options[name] !== undefined)) continue
    throw new CommandFailure(`${flagOf(option)} is used with ${one.map(flagOf).join(' or ')}`)
  }
}

/** `maxNewTokens` as users write it. */
export const flagOf = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** How the next token is chosen. */
export const modeOf = (options: CaptionOptions): DecodingMode => {
  const { sample, beams, lengthPenalty, temperature, topK, topP } = options
  if (sample === true) return { kind: 'sample', temperature, topK, topP }
  return beams === undefined ? { kind: 'greedy' } : { kind: 'beam', beams, lengthPenalty }
}
