import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { canonicalSpec, fromSpec } from '../../../src/presets/index.js'
import { score } from '../../../src/score.js'
import { left, right } from './right.js'

const PAIR = { caption: 'A puppy runs.', prompt: 'A dog runs.' }

describe('options of spice as data', () => {
  test.each([
    { variant: 'released' },
    { match: 'soft' },
    { categories: true, maxLength: 1000, cachedTexts: 0 },
    { match: { encoder: 'models/all-MiniLM-L6-v2', device: 'cpu' } },
    { parser: { url: 'http://127.0.0.1:8000/parse', apiKeyEnv: 'PARSER_KEY' } },
  ])('%j is a spec', (options) => {
    expect(right(canonicalSpec({ spice: options }))).toEqual({ spice: options })
  })

  test.each([
    [{ variant: 'paper' }, 'spice.variant'],
    [{ match: 'fuzzy' }, 'spice.match'],
    [{ match: { encoder: '' } }, 'spice.match.encoder'],
    [{ parser: { url: 'file:///etc/passwd' } }, 'spice.parser.url'],
    [{ parser: { url: 'http://x', key: 'secret' } }, 'spice.parser.key'],
    [{ maxLength: -1 }, 'spice.maxLength'],
  ])('%j is none', (options, path) => {
    expect(left(canonicalSpec({ spice: options }))).toMatchObject({ _tag: 'InvalidSpec', path })
  })

  test('soft matching, parts by category and the range of the original are those of the reward', async () => {
    const soft = right(await fromSpec({ spice: { match: 'soft', categories: true } })())
    const [outcome] = await score(soft, [PAIR])
    expect(outcome).toMatchObject({ _tag: 'Scored', parts: { Object: { _tag: 'Scored' } } })
    const released = right(await fromSpec({ spice: { variant: 'released' } })())
    expect(released.meta.range).toEqual({ min: 0, max: 2 })
  })

  test('an encoder that is not there is told when the spec is loaded, with its folder', async () => {
    const error = left(await fromSpec({ spice: { match: { encoder: '/no/such/encoder' } } })())
    expect(error).toMatchObject({ _tag: 'MissingModel', reward: 'spice' })
  })

  test('a service parses in place of the parser that ships', async () => {
    const asked: Array<unknown> = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => {
        const { texts } = JSON.parse(body)
        asked.push(texts)
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ graphs: texts.map(() => [['dog'], ['dog', 'runs']]) }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/parse`
      const reward = right(await fromSpec({ spice: { parser: { url, retries: 0 } } })())
      expect(await score(reward, [PAIR])).toMatchObject([{ value: 1 }])
      expect(asked).toEqual([[PAIR.caption, PAIR.prompt]])
    } finally {
      server.close()
    }
  })
})
