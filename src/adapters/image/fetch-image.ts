import { lookup } from 'node:dns/promises'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { messageOf } from '../../core/error.js'
import { BadImage, brief } from './bad-image.js'
import { tooManyBytes } from './decode.js'
import { isOfHost } from './host.js'
import { isPublicAddress } from './public-address.js'

/**
 * What may be fetched. Without it no URL is.
 *
 * @category model
 * @since 0.2.0
 */
export interface HttpOptions {
  /** Names that may be asked, no others below them: `'images.example.com'` with the scheme's own port, `'images.example.com:8443'` with that one. */
  readonly hosts: ReadonlyArray<string>
  /** Of the answer; default as for other images. */
  readonly maxBytes?: number
  /** For everything: names, redirects, the answer to its end. Default 10 000. */
  readonly timeoutMs?: number
  /** Lets hosts of the list be on this machine or in its networks. For tests against a local server. */
  readonly dangerouslyAllowPrivateAddresses?: boolean
}

/** All of them decided. */
export type HttpLimits = Required<HttpOptions>

const MAX_REDIRECTS = 3

const EXPECTED = 'an image at that URL'

/** The bytes that a URL answers with, under the caller's list and limits. Redirects are held against them like the first URL. */
export const fetchImage = async (
  asked: URL,
  limits: HttpLimits,
  caller: AbortSignal | undefined,
): Promise<Uint8Array> => {
  const deadline = AbortSignal.timeout(limits.timeoutMs)
  const signal = caller === undefined ? deadline : AbortSignal.any([deadline, caller])
  try {
    let url = asked
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await get(checked(url, limits), limits, signal)
      if (answer instanceof Uint8Array) return answer
      url = answer
    }
    throw new BadImage(EXPECTED, `more than ${MAX_REDIRECTS} redirects`)
  } catch (cause) {
    if (deadline.aborted && caller?.aborted !== true) {
      throw new BadImage(EXPECTED, `no whole answer within ${limits.timeoutMs} ms`)
    }
    if (cause instanceof BadImage) throw cause
    throw new BadImage(EXPECTED, brief(messageOf(cause), 120))
  }
}

const checked = (url: URL, { hosts }: HttpLimits): URL => {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new BadImage('an http or https URL', url.protocol)
  if (url.username !== '' || url.password !== '') throw new BadImage('a URL without credentials', 'one with them')
  if (!hosts.some((host) => isOfHost(url, host))) {
    throw new BadImage('a URL of a host that is allowed', JSON.stringify(brief(url.host)))
  }
  return url
}

/** The body, or where else to look. */
const get = (url: URL, limits: HttpLimits, signal: AbortSignal): Promise<Uint8Array | URL> =>
  new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    // An address in the URL is connected to without being looked up.
    if (isIP(host) !== 0 && !mayConnect(host, limits)) return reject(notPublic(host))
    const { request } = url.protocol === 'https:' ? https : http
    const asking = request(
      url,
      {
        signal,
        agent: false,
        lookup: checkedLookup(limits),
        headers: { accept: 'image/*', 'accept-encoding': 'identity' },
      },
      (answer) =>
        void read(answer, url, limits)
          .then(resolve, reject)
          .finally(() => answer.destroy()),
    )
    asking.on('error', reject).end()
  })

const mayConnect = (address: string, limits: HttpLimits): boolean =>
  limits.dangerouslyAllowPrivateAddresses || isPublicAddress(address)

const notPublic = (host: string): BadImage =>
  new BadImage('a URL of a public address', `${brief(host)}, a private, local or reserved one`)

/** Looks a name up and hands the connection nothing but addresses that were checked: there is no second look-up to answer otherwise. */
const checkedLookup =
  (limits: HttpLimits): LookupFunction =>
  (host, options, done) => {
    lookup(host, { all: true, family: options.family ?? 0 }).then(
      (found) => {
        const first = found[0]
        // One address that may not be reached speaks against the name.
        if (first === undefined || !found.every(({ address }) => mayConnect(address, limits))) done(notPublic(host), '')
        else if (options.all === true) done(null, found)
        else done(null, first.address, first.family)
      },
      (cause: unknown) => done(cause as NodeJS.ErrnoException, ''),
    )
  }

const read = async (answer: http.IncomingMessage, url: URL, limits: HttpLimits): Promise<Uint8Array | URL> => {
  const { statusCode = 0, headers } = answer
  if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined) {
    return new URL(headers.location, url)
  }
  if (statusCode !== 200) throw new BadImage(EXPECTED, `status ${statusCode}`)
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new BadImage('an answer that is not compressed', brief(encoding))
  const length = Number(headers['content-length'] ?? 0)
  if (length > limits.maxBytes) throw tooManyBytes(length, limits.maxBytes)
  const chunks: Array<Uint8Array> = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limits.maxBytes) throw tooManyBytes(`more than ${limits.maxBytes}`, limits.maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
