import { posix } from 'node:path'
import { describe } from '../../core/error.js'
import { type Environment, isOn, setting } from '../environment.js'
import type { ModelFile } from '../entry.js'
import { ModelFailure } from '../failure.js'

/** Where a file is asked for, and what is said there. */
export interface Source {
  readonly url: URL
  /** The token of the hub, for `tokenOrigin` alone. */
  readonly token?: string
  readonly tokenOrigin?: string
  /** Whose answers may vouch for a digest: the hub, or the mirror the user put in its place. */
  readonly hubOrigin?: string
}

const HUB = 'https://huggingface.co'

const baseUrl = (env: Environment, name: string): URL | undefined => {
  const text = setting(env, name)?.trim()
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url
  // The text is not shown: it may hold a password.
  throw new ModelFailure({
    _tag: 'InvalidOption',
    reward: 'models',
    option: name,
    expected: 'an http or https URL',
    received: url === undefined ? 'something else' : describe(url.protocol),
  })
}

const under = (base: URL, path: string): URL => {
  const url = new URL(base)
  url.pathname = posix.join(base.pathname, path)
  url.hash = ''
  return url
}

/**
 * The URL of a file: the catalogue's; of a hub file under `HF_ENDPOINT`; with `CORL_MODELS_MIRROR`, the same path under the mirror.
 * `HF_ENDPOINT` is the more exact setting: with both, hub files come from it and all others from the mirror.
 */
export const sourceOf = (file: ModelFile, env: Environment): Source => {
  const mirror = baseUrl(env, 'CORL_MODELS_MIRROR')
  if (file.source.kind === 'url') {
    const url = new URL(file.source.url)
    return { url: mirror === undefined ? url : under(mirror, url.pathname) }
  }
  const { repository, revision, file: name } = file.source
  const endpoint = baseUrl(env, 'HF_ENDPOINT')
  const base = endpoint ?? mirror ?? new URL(HUB)
  const tokenFor = endpoint ?? new URL(HUB)
  const token = isOn(env['HF_HUB_DISABLE_IMPLICIT_TOKEN']) ? undefined : setting(env, 'HF_TOKEN')?.trim()
  return {
    url: under(base, `${repository}/resolve/${revision}/${name}`),
    hubOrigin: base.origin,
    ...(token === undefined ? {} : { token, tokenOrigin: tokenFor.origin }),
  }
}

/** A URL as it may be shown and written down: without user, password and query, which may be secrets. */
export const shownUrl = (url: URL): string => `${url.origin}${url.pathname}`
