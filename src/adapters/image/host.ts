/** Whether a text names a host as a list of allowed ones does: `'images.example.com'`, `'images.example.com:8443'`, `'[2001:db8::1]'`. */
export const isHost = (text: unknown): text is string =>
  typeof text === 'string' &&
  text.length <= LONGEST_HOST &&
  /^[^\s*/?#@\\]+$/.test(text) &&
  URL.canParse(`http://${text}`)

/** A name has 253 characters at most; brackets and a port come to it. */
const LONGEST_HOST = 300

/** Whether a URL is of a host. The port of the URL's scheme may be named or not. */
export const isOfHost = ({ protocol, host }: URL, allowed: string): boolean =>
  URL.canParse(`${protocol}//${allowed}`) && new URL(`${protocol}//${allowed}`).host === host
