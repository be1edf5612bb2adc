import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from 'vitest'

/** A request as it came in. */
export interface Asked<B> {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: B
}

/** @param times - How many requests there were in this test, this one included. */
export type Route<B> = (asked: Asked<B>, answer: ServerResponse, times: number) => void

/** A service on this machine, started for the tests of a file. */
export interface Service<B> {
  readonly origin: () => string
  /** The requests of this test. */
  readonly asked: () => ReadonlyArray<Asked<B>>
  /** Requests under way at once in this test, at most. */
  readonly mostUnderWay: () => number
}

/** @param routes - By path. */
export const service = <B>(routes: Readonly<Record<string, Route<B>>>): Service<B> => {
  let server: Server
  let asked: Array<Asked<B>> = []
  let underWay = 0
  let mostUnderWay = 0
  const serve = (request: IncomingMessage, answer: ServerResponse): void => {
    let text = ''
    underWay++
    mostUnderWay = Math.max(mostUnderWay, underWay)
    answer.on('close', () => underWay--)
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      const ask: Asked<B> = { method, url, headers, body: JSON.parse(text) as B }
      asked.push(ask)
      routes[url?.split('?')[0] ?? '']?.(ask, answer, asked.length)
    })
  }
  beforeAll(async () => {
    server = createServer(serve)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  })
  beforeEach(() => {
    asked = []
    mostUnderWay = 0
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    origin: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    mostUnderWay: () => mostUnderWay,
  }
}

/** Answers every request when so many wait. */
export const together = (count: number): ((go: () => void) => void) => {
  const waiting: Array<() => void> = []
  return (go) => {
    waiting.push(go)
    if (waiting.length === count) for (const next of waiting.splice(0)) next()
  }
}

/** An answer that never ends. */
export const endless = (answer: ServerResponse): void => {
  const more = (): void => {
    if (answer.destroyed) return
    answer.write(' '.repeat(10_000))
    setImmediate(more)
  }
  more()
}

/** The origin of a service that nobody runs. */
export const nobody = async (): Promise<string> => {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return `http://127.0.0.1:${port}`
}
