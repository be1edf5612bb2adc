import { describe } from '../../core/error.js'
import { Refused } from './interrupted.js'
import { shownUrl } from './source-url.js'

/** Where a redirect leads: to http or https, and never from https to http. */
export const redirected = (from: URL, location: string): URL => {
  if (!URL.canParse(location, from.href)) throw new Refused('a redirect to what is no URL')
  const url = new URL(location, from)
  if (!/^https?:$/.test(url.protocol)) throw new Refused(`a redirect to ${describe(url.protocol)}`)
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new Refused(`a redirect from https to http (${shownUrl(url)})`)
  }
  return url
}
