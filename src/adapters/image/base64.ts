import { BadImage, brief } from './bad-image.js'

/** The bytes that a base64 text stands for. What Buffer would skip over in silence is refused. */
export const fromBase64 = (text: string, expected: string): Uint8Array => {
  const stray = /[^A-Za-z0-9+/=]|=(?=[^=])/.exec(text)
  if (stray !== null) throw new BadImage(expected, `base64 with ${JSON.stringify(stray[0])} at ${stray.index}`)
  const { buffer, byteOffset, length } = Buffer.from(text, 'base64')
  return new Uint8Array(buffer, byteOffset, length)
}

/**
 * The bytes of a data URL. Its media type is not read: what the bytes are is told by themselves.
 */
export const fromDataUrl = (url: string, maxBytes: number): Uint8Array => {
  const comma = url.slice(0, 1024).indexOf(',')
  const head = url.slice(5, Math.max(comma, 5))
  if (comma < 0 || !/;\s*base64\s*$/i.test(head)) {
    throw new BadImage(
      'a data URL in base64',
      comma < 0 ? 'one without a comma' : JSON.stringify(brief(`data:${head},`)),
    )
  }
  const length = url.length - comma - 1
  // White space and escapes take room and stand for little: twice the bytes is more than any honest text needs.
  if (length > 4 * maxBytes) throw new BadImage(`at most ${maxBytes} bytes`, `${length} characters of base64`)
  const body = url.slice(comma + 1)
  const text = /[%\s]/.test(body) ? unescape(body) : body
  return fromBase64(text, 'a data URL in base64')
}

const unescape = (body: string): string =>
  body.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))).replace(/\s+/g, '')
