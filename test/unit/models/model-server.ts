import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, request as forward, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface ModelServer {
  readonly url: string
  /** Every request so far: method, path, headers. */
  readonly seen: Array<{ readonly path: string; readonly headers: IncomingMessage['headers'] }>
  /** What is answered to the next requests for a path, in order; the last of them to all that follow. */
  readonly on: (path: string, ...handlers: ReadonlyArray<Handler>) => void
  readonly count: (path: string) => number
}

const servers: Array<Server> = []
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

const listen = async (server: Server): Promise<string> => {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server on this machine that answers as it is told. */
export const modelServer = async (): Promise<ModelServer> => {
  const handlers = new Map<string, Array<Handler>>()
  const seen: ModelServer['seen'] = []
  const url = await listen(
    createServer((request, response) => {
      const path = request.url ?? ''
      seen.push({ path, headers: request.headers })
      const queue = handlers.get(path) ?? [status(404)]
      const handler = queue.length > 1 ? queue.shift() : queue[0]
      handler?.(request, response)
    }),
  )
  return {
    url,
    seen,
    on: (path, ...given) => void handlers.set(path, [...given]),
    count: (path) => seen.filter((one) => one.path === path).length,
  }
}

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
export const gitSha1 = (content: Buffer): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Handler =>
  (_, response) =>
    response.writeHead(code, headers).end('no')

export const redirect = (to: string, headers: Readonly<Record<string, string>> = {}): Handler =>
  status(302, { location: to, ...headers })

/** What the client of a test has read: what breaks before that is thrown away unread, on a busy machine sooner than on an idle one. */
export const taken = { bytes: 0 }

const whenTaken = (target: number, then: () => void): void => {
  if (taken.bytes >= target) return then()
  setTimeout(() => whenTaken(target, then), 2)
}

interface Serving {
  readonly etag?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes after which the connection breaks. */
  readonly dropAfter?: number
  /** Bytes after which nothing more comes, and the connection stays. */
  readonly stallAfter?: number
  readonly ignoreRange?: boolean
}

/** Serves content as a good server does, parts included, unless told otherwise. */
export const serve =
  (
    content: Buffer,
    { etag = `"${sha256(content)}"`, headers = {}, dropAfter, stallAfter, ignoreRange }: Serving = {},
  ): Handler =>
  (request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
    const ifRange = request.headers['if-range']
    const partial = ignoreRange !== true && range !== null && (ifRange === undefined || ifRange === etag)
    const from = partial ? Number(range[1]) : 0
    const body = content.subarray(from)
    response.writeHead(partial ? 206 : 200, {
      'content-length': body.length,
      ...(etag === null ? {} : { etag }),
      ...(partial ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}),
      ...headers,
    })
    const end = dropAfter ?? stallAfter
    const target = taken.bytes + Math.min(end ?? 0, body.length)
    if (end === undefined) return void response.end(body)
    response.write(body.subarray(0, end), () => {
      if (dropAfter !== undefined) whenTaken(target, () => response.socket?.destroy())
    })
  }

/** A proxy for http that forwards what it is asked for, and keeps the URLs. */
export const forwardProxy = async (): Promise<{ readonly url: string; readonly seen: Array<string> }> => {
  const seen: Array<string> = []
  const url = await listen(
    createServer((request, response) => {
      seen.push(request.url ?? '')
      const target = new URL(request.url ?? '')
      const passed = forward(target, { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(response)
      })
      passed.on('error', () => response.destroy())
      request.pipe(passed)
    }),
  )
  return { url, seen }
}
