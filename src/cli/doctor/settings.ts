import type { Environment } from '../../models/environment.js'

/** Settings that change what this library does, and settings of others that it honours. */
const NAMES = [
  'CORL_HOME',
  'CORL_MODELS_MIRROR',
  'HF_ENDPOINT',
  'HF_TOKEN',
  'HF_HUB_OFFLINE',
  'HF_HUB_DISABLE_IMPLICIT_TOKEN',
  'HF_HOME',
  'HF_HUB_CACHE',
  'HUGGINGFACE_HUB_CACHE',
  'TORCH_HOME',
  'XDG_CACHE_HOME',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
]

/** The settings that are made, secrets hidden. */
export const settingsOf = (env: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = env[name]
      return value === undefined || value === '' ? [] : [[name, masked(name, value)] as const]
    }),
  )

/** Tokens are never shown; of a URL, user, password and query are left out. */
const masked = (name: string, value: string): string => {
  if (/TOKEN$/.test(name) && name !== 'HF_HUB_DISABLE_IMPLICIT_TOKEN') return '(set, not shown)'
  if (!/PROXY$|ENDPOINT$|MIRROR$/i.test(name) || /^no_proxy$/i.test(name)) return value
  const text = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(text)) return '(set, no URL)'
  const url = new URL(text)
  const hidden = url.username !== '' || url.password !== '' ? '***@' : ''
  return `${url.protocol}//${hidden}${url.host}${url.pathname === '/' ? '' : url.pathname}${url.search === '' ? '' : '?***'}`
}
