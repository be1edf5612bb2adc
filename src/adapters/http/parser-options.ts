import * as E from 'fp-ts/lib/Either.js'
import { LONGEST_TIMER_MS } from '../../core/abort.js'
import { describe, type RewardError } from '../../core/error.js'

/**
 * Which service parses, and how patiently it is asked.
 *
 * @category model
 * @since 0.3.0
 */
export interface HttpParserOptions {
  /** http or https, without user and password. Redirects are not followed. */
  readonly url: string | URL
  /** Name of the environment variable that holds a key; it is sent as `Authorization: Bearer`. The key itself never stands in a specification. */
  readonly apiKeyEnv?: string
  /** Texts of a request at most. Default 64. */
  readonly batchSize?: number
  /** Requests under way at once, over all calls. Default 4. */
  readonly concurrency?: number
  /** Of a try, from the request to the end of the answer. Default 30 000. */
  readonly timeoutMs?: number
  /** Tries after the first one. Default 3. */
  readonly retries?: number
  /** Before the second try, in milliseconds; doubled before each further one. `Retry-After` comes before it. Default 250. */
  readonly retryDelayMs?: number
  /** Of an answer, unpacked. Default 16 777 216. */
  readonly maxBytes?: number
  /** Settings such as the key; default: those of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** All of them decided. */
export interface HttpParserSettings extends Required<Omit<HttpParserOptions, 'url' | 'apiKeyEnv' | 'env'>> {
  readonly url: URL
  /** The URL as it may be shown: without its query, which may hold secrets. */
  readonly shown: string
  readonly headers: Readonly<Record<string, string>>
}

/** What a header may hold, spaces left out. */
const KEY = /^[\x21-\x7e]+$/

const MAX_COUNT = 65_536

/** The options checked, and the defaults filled in. */
export const httpParserSettings = (options: HttpParserOptions): E.Either<RewardError, HttpParserSettings> => {
  const {
    batchSize = 64,
    concurrency = 4,
    timeoutMs = 30_000,
    retries = 3,
    retryDelayMs = 250,
    env = process.env,
  } = options
  const { maxBytes = 2 ** 24, apiKeyEnv } = options
  const url = urlOf(options.url)
  const fault =
    count('batchSize', batchSize, 1, MAX_COUNT) ??
    count('concurrency', concurrency, 1, MAX_COUNT) ??
    count('timeoutMs', timeoutMs, 1, LONGEST_TIMER_MS) ??
    count('retries', retries, 0, MAX_COUNT) ??
    count('retryDelayMs', retryDelayMs, 0, LONGEST_TIMER_MS) ??
    count('maxBytes', maxBytes, 1, Number.MAX_SAFE_INTEGER) ??
    keyFault(apiKeyEnv, env)
  // The URL is not shown: it may hold a password.
  if (url === undefined) return E.left(wrong('url', 'an http or https URL without user and password', 'something else'))
  if (fault !== undefined) return E.left(fault)
  const authorization = apiKeyEnv === undefined ? {} : { authorization: `Bearer ${env[apiKeyEnv]?.trim() ?? ''}` }
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorization }
  const shown = `${url.origin}${url.pathname}`
  return E.right({ url, shown, headers, batchSize, concurrency, timeoutMs, retries, retryDelayMs, maxBytes })
}

const urlOf = (given: unknown): URL | undefined => {
  const text = given instanceof URL ? given.href : given
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : undefined
}

const keyFault = (name: unknown, env: Required<HttpParserOptions>['env']): RewardError | undefined => {
  if (name === undefined) return undefined
  if (typeof name !== 'string' || name === '') return wrong('apiKeyEnv', 'the name of a variable', describe(name))
  const key = env[name]?.trim() ?? ''
  if (KEY.test(key)) return undefined
  const received = key === '' ? `${describe(name)}, which is not set` : `${describe(name)}, whose value is none`
  return wrong('apiKeyEnv', 'the name of a variable that holds a key', received)
}

const count = (option: string, value: unknown, least: number, most: number): RewardError | undefined =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
    ? undefined
    : wrong(option, `a whole number from ${least} to ${most}`, describe(value))

const wrong = (option: string, expected: string, received: string): RewardError => ({
  _tag: 'InvalidOption',
  reward: 'spice',
  option,
  expected,
  received,
})
