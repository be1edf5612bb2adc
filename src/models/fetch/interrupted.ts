/** A try that failed where another may go better. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'

  constructor(
    message: string,
    readonly afterMs?: number,
  ) {
    super(message)
  }
}

/** What a server answered and what asking again does not mend. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** Codes of connections that break, and of names that cannot be looked up for the moment. */
const TRANSIENT =
  /^(UND_ERR_(SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT|CONNECT_TIMEOUT|RES_CONTENT_LENGTH_MISMATCH|RESPONSE|ABORTED|CLOSED|DESTROYED|INFO)|ECONN.*|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN|ENOTFOUND)$/

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : '')

/** Whether another try may go better. */
export const isTransient = (cause: unknown): boolean =>
  cause instanceof Interrupted || isGarbled(cause) || TRANSIENT.test(codeOf(cause))

/** What came was no HTTP. */
const isGarbled = (cause: unknown): boolean => cause instanceof Error && cause.name === 'HTTPParserError'

const REASONS: ReadonlyMap<string, string> = new Map([
  ['UND_ERR_SOCKET', 'the connection broke'],
  ['UND_ERR_HEADERS_TIMEOUT', 'no answer came in time'],
  ['UND_ERR_BODY_TIMEOUT', 'the transfer stalled'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection broke'],
  ['ENOTFOUND', 'the host is not known'],
  ['EAI_AGAIN', 'the host could not be looked up'],
])

/** Why a try failed, in words. */
export const reasonOf = (cause: unknown): string =>
  REASONS.get(codeOf(cause)) ?? (cause instanceof Error && cause.message !== '' ? cause.message : codeOf(cause))
