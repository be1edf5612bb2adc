import * as E from 'fp-ts/lib/Either.js'
import { LONGEST_TIMER_MS } from '../../core/abort.js'
import { describe, type RewardError } from '../../core/error.js'

/**
 * How patiently a service is asked, and with which key.
 *
 * @category model
 * @since 0.4.0
 */
export interface HttpRequestOptions {
  /** Name of the environment variable that holds a key; it is sent as `Authorization: Bearer`. The key itself never stands in a specification. */
  readonly apiKeyEnv?: string
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
export interface HttpRequestSettings extends Required<Omit<HttpRequestOptions, 'apiKeyEnv' | 'env'>> {
  /** The reward that asks, named in errors. */
  readonly owner: string
  readonly url: URL
  /** The URL as it may be shown: without its query, which may hold secrets. */
  readonly shown: string
  readonly headers: Readonly<Record<string, string>>
}

/** What a header may hold, spaces left out. */
const KEY = /^[\x21-\x7e]+$/

/** Beyond this a count is a mistake. */
export const MAX_COUNT = 65_536

/** The options checked, and the defaults filled in. */
export const requestSettings = (
  owner: string,
  url: URL,
  options: HttpRequestOptions,
): E.Either<RewardError, HttpRequestSettings> => {
  const { concurrency = 4, timeoutMs = 30_000, retries = 3, retryDelayMs = 250, maxBytes = 2 ** 24 } = options
  const { apiKeyEnv, env = process.env } = options
  const key = apiKeyEnv === undefined ? undefined : keyIn(env, apiKeyEnv)
  const fault =
    countFault(owner, 'concurrency', concurrency, 1, MAX_COUNT) ??
    countFault(owner, 'timeoutMs', timeoutMs, 1, LONGEST_TIMER_MS) ??
    countFault(owner, 'retries', retries, 0, MAX_COUNT) ??
    countFault(owner, 'retryDelayMs', retryDelayMs, 0, LONGEST_TIMER_MS) ??
    countFault(owner, 'maxBytes', maxBytes, 1, Number.MAX_SAFE_INTEGER) ??
    keyFault(owner, apiKeyEnv, key)
  if (fault !== undefined) return E.left(fault)
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorization }
  const shown = `${url.origin}${url.pathname}`
  return E.right({ owner, url, shown, headers, concurrency, timeoutMs, retries, retryDelayMs, maxBytes })
}

/** The URL of a service: http or https, without user and password. It is not shown where it is wrong: it may hold a password. */
export const serviceUrl = (owner: string, option: string, given: unknown): E.Either<RewardError, URL> => {
  const text = given instanceof URL ? given.href : given
  if (typeof text === 'string' && URL.canParse(text)) {
    const url = new URL(text)
    if (/^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return E.right(url)
  }
  return E.left(wrongOption(owner, option, 'an http or https URL without user and password', 'something else'))
}

/** What is wrong with a whole number. */
export const countFault = (
  owner: string,
  option: string,
  value: unknown,
  least: number,
  most: number,
): RewardError | undefined =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
    ? undefined
    : wrongOption(owner, option, `a whole number from ${least} to ${most}`, describe(value))

export const wrongOption = (owner: string, option: string, expected: string, received: string): RewardError => ({
  _tag: 'InvalidOption',
  reward: owner,
  option,
  expected,
  received,
})

/** The value of a variable, empty where there is none. */
const keyIn = (env: Readonly<Record<string, unknown>>, name: unknown): string => {
  const value = typeof name === 'string' && Object.hasOwn(env, name) ? env[name] : undefined
  return typeof value === 'string' ? value.trim() : ''
}

const keyFault = (owner: string, name: unknown, key: string | undefined): RewardError | undefined => {
  if (key === undefined || KEY.test(key)) return undefined
  if (typeof name !== 'string' || name === '')
    return wrongOption(owner, 'apiKeyEnv', 'the name of a variable', describe(name))
  const received = key === '' ? `${describe(name)}, which is not set` : `${describe(name)}, whose value is none`
  return wrongOption(owner, 'apiKeyEnv', 'the name of a variable that holds a key', received)
}
