import type { Readable } from 'node:stream'
import { type Environment, setting } from '../environment.js'
import { ModelFailure } from '../failure.js'
import { Refused } from './interrupted.js'
import { redirected } from './redirected.js'
import type { Source } from './source-url.js'

/** An answer after all redirects. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Readable
  /** The entity tag by which the hub itself names the content; a redirect's target cannot set it. */
  readonly hubTag?: string
}

export interface Client {
  readonly get: (source: Source, headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Answer>
  readonly close: () => Promise<void>
}

export interface ClientOptions {
  readonly env: Environment
  /** How long nothing at all may come, connecting included. */
  readonly stallMs: number
  readonly userAgent: string
}

const MAX_REDIRECTS = 10
const REDIRECT = [301, 302, 303, 307, 308]

/** A proxy as it is commonly written, `http://` left out. */
const proxyOf = (env: Environment, ...names: ReadonlyArray<string>): string => {
  const text = setting(env, ...names)?.trim()
  if (text === undefined) return ''
  const url = text.includes('://') ? text : `http://${text}`
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new ModelFailure({
    _tag: 'InvalidOption',
    reward: 'models',
    option: names.at(-1) ?? '',
    expected: 'the http or https URL of a proxy',
    received: 'something else',
  })
}

/**
 * An HTTP client that honours the proxy settings of the environment handed in, and follows redirects itself: a secret goes to the
 * origin it is meant for and no further, and no redirect leads from https to http.
 */
export const openClient = async ({ env, stallMs, userAgent }: ClientOptions): Promise<Client> => {
  const settings = {
    httpProxy: proxyOf(env, 'http_proxy', 'HTTP_PROXY'),
    httpsProxy: proxyOf(env, 'https_proxy', 'HTTPS_PROXY'),
    noProxy: setting(env, 'no_proxy', 'NO_PROXY') ?? '',
  }
  const { EnvHttpProxyAgent, request } = await import('undici')
  const dispatcher = new EnvHttpProxyAgent({
    ...settings,
    // Through a proxy, http is asked for as http; only https needs a tunnel, which many allow to port 443 alone.
    proxyTunnel: false,
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
    connect: { timeout: stallMs },
  })

  const get: Client['get'] = async (source, headers, signal) => {
    let url = source.url
    let hubTag: string | undefined
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const { target, authorization } = credentials(url, source)
      const {
        statusCode,
        headers: given,
        body,
      } = await request(target, {
        dispatcher,
        signal,
        headers: {
          ...headers,
          'user-agent': userAgent,
          'accept-encoding': 'identity',
          ...(authorization === undefined ? {} : { authorization }),
        },
      })
      const answered = flat(given)
      if (url.origin === source.hubOrigin) {
        const direct = REDIRECT.includes(statusCode) ? undefined : answered['etag']
        hubTag ??= answered['x-linked-etag'] ?? direct
      }
      const location = answered['location']
      if (!REDIRECT.includes(statusCode) || location === undefined) {
        return { status: statusCode, headers: answered, body, ...(hubTag === undefined ? {} : { hubTag }) }
      }
      body.on('error', () => undefined).destroy()
      url = redirected(url, location)
    }
    throw new Refused(`more than ${MAX_REDIRECTS} redirects`)
  }
  return { get, close: () => dispatcher.destroy() }
}

/** What is sent to show who asks: user and password of the URL itself, or the token, at its own origin only. */
const credentials = (url: URL, source: Source): { readonly target: URL; readonly authorization?: string } => {
  const target = new URL(url)
  target.username = ''
  target.password = ''
  if (url.username !== '') {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    return { target, authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
  }
  return source.token !== undefined && url.origin === source.tokenOrigin
    ? { target, authorization: `Bearer ${source.token}` }
    : { target }
}

const flat = (
  headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>,
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : value?.[0],
    ]),
  )
