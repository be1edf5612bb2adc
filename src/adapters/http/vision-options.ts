import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, type RewardError } from '../../core/error.js'
import { type JsonObject, plainObject } from './plain-json.js'
import {
  countFault,
  type HttpRequestOptions,
  type HttpRequestSettings,
  MAX_COUNT,
  requestSettings,
  serviceUrl,
  wrongOption,
} from './request-options.js'

/**
 * Which service captions, what it is asked, and how patiently.
 *
 * @category model
 * @since 0.4.0
 */
export interface VisionCaptionerOptions extends HttpRequestOptions {
  /** Up to and without `/chat/completions`, as `https://api.openai.com/v1`; http or https, without user and password. Redirects are not followed. */
  readonly baseUrl: string | URL
  /** As the service calls it. */
  readonly model: string
  /** What is asked of each image. Default: for one plain sentence. */
  readonly prompt?: string
  /** Of an answer; a caption that is cut off there fails its image. Default 256. null: not sent, for services that call it otherwise (see `extra`). */
  readonly maxTokens?: number | null
  /** Default 0. null: not sent, for models that take none. */
  readonly temperature?: number | null
  /** Sent where given; services promise little of it. */
  readonly seed?: number
  /** Images with a longer side are reduced to it, in Pillow's bicubic. Default 1024. */
  readonly maxImagePx?: number
  /** Further fields of the request's body, plain JSON, in place of those above where they have one's name. Not `model`, `messages`, `n`, `stream`. */
  readonly extra?: Readonly<Record<string, unknown>>
  /** Of a try, from the request to the end of the answer. Default 60 000. */
  readonly timeoutMs?: number
}

/** All of them decided. */
export interface VisionSettings extends HttpRequestSettings {
  readonly model: string
  readonly prompt: string
  readonly maxImagePx: number
  /** Of the request's body, beside model and messages. */
  readonly fields: JsonObject
}

/** The reward on whose behalf captions are asked for. */
const OWNER = 'recaption'

const PROMPT = 'Describe this image in one plain sentence. Answer with the sentence alone.'

/** Images of a longer side are of no use to any model that is served. */
const MAX_SIDE_PX = 8192

/** Fields that an answer of another form would come of. */
const RESERVED = ['model', 'messages', 'n', 'stream']

/** The options checked, and the defaults filled in. */
export const visionSettings = (options: VisionCaptionerOptions): E.Either<RewardError, VisionSettings> => {
  const { model, prompt = PROMPT, maxTokens = 256, temperature = 0, seed, maxImagePx = 1024 } = options
  const { extra = {}, timeoutMs = 60_000 } = options
  return pipe(
    E.Do,
    E.bind('base', () => serviceUrl(OWNER, 'baseUrl', options.baseUrl)),
    E.chainFirst(() => {
      const fault =
        textFault('model', model) ??
        textFault('prompt', prompt) ??
        (maxTokens === null ? undefined : countFault(OWNER, 'maxTokens', maxTokens, 1, MAX_COUNT)) ??
        temperatureFault(temperature) ??
        (seed === undefined ? undefined : countFault(OWNER, 'seed', seed, 0, Number.MAX_SAFE_INTEGER)) ??
        countFault(OWNER, 'maxImagePx', maxImagePx, 16, MAX_SIDE_PX)
      return fault === undefined ? E.right(undefined) : E.left(fault)
    }),
    E.bind('given', () => extraFields(extra)),
    E.bind('request', ({ base }) => requestSettings(OWNER, completionsOf(base), { ...options, timeoutMs })),
    E.map(({ given, request }) => ({
      ...request,
      model,
      prompt,
      maxImagePx,
      fields: {
        ...(maxTokens === null ? {} : { max_tokens: maxTokens }),
        ...(temperature === null ? {} : { temperature }),
        ...(seed === undefined ? {} : { seed }),
        ...given,
      },
    })),
  )
}

const completionsOf = (base: URL): URL => {
  const url = new URL(base)
  url.pathname = `${base.pathname.replace(/(?<!\/)\/+$/, '')}/chat/completions`
  return url
}

const textFault = (option: string, value: unknown): RewardError | undefined =>
  typeof value === 'string' && value.trim() !== ''
    ? undefined
    : wrongOption(OWNER, option, 'a text that is not empty', describe(value))

const temperatureFault = (value: unknown): RewardError | undefined =>
  value === null || (typeof value === 'number' && value >= 0 && value <= 2)
    ? undefined
    : wrongOption(OWNER, 'temperature', 'a number from 0 to 2, or null', describe(value))

const extraFields = (extra: unknown): E.Either<RewardError, JsonObject> => {
  const own = plainObject(extra)
  if (own === undefined) return E.left(wrongOption(OWNER, 'extra', 'an object of plain JSON', describe(extra)))
  const reserved = RESERVED.find((name) => Object.hasOwn(own, name))
  return reserved === undefined
    ? E.right(own)
    : E.left(wrongOption(OWNER, 'extra', `fields other than ${RESERVED.join(', ')}`, reserved))
}
