import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GraphWriter } from '../../../src/adapters/onnx/graph.js'
import { tinyFolder, tinySizes, tinyTokenizer } from '../adapters/onnx/bert-fixture.js'
import { corl, type Run } from './run-in-process.js'

/** What no parser that ships would say; `/changing` answers otherwise each time, `/silent` never. */
const graphOf = (path: string, text: string): ReadonlyArray<ReadonlyArray<string>> => {
  if (path === '/changing') return [[`answer ${asked.length}`]]
  return path === '/words' ? [[text]] : [['zebra'], ['zebra', text]]
}

let server: Server
let origin: string
let asked: Array<ReadonlyArray<string>> = []

beforeAll(async () => {
  server = createServer((request, answer) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const { texts } = JSON.parse(body) as { readonly texts: ReadonlyArray<string> }
      const path = (request.url ?? '').split('?')[0] as string
      asked.push(texts)
      if (path !== '/silent') answer.end(JSON.stringify({ graphs: texts.map((text) => graphOf(path, text)) }))
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

beforeEach(() => {
  asked = []
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const explain = (spec: unknown, sample: object, ...more: ReadonlyArray<string>): Promise<Run> =>
  corl(['explain', '--reward', JSON.stringify(spec), '--sample', JSON.stringify(sample), ...more])

const SAMPLE = { caption: 'A dog.', prompt: 'A cat.' }
const by = (path: string, more: object = {}, service: object = {}) => ({
  spice: { parser: { url: `${origin}${path}`, retries: 0, ...service }, ...more },
})

describe('with a parser behind HTTP', () => {
  it('the graphs are those of the service, asked once for the score and the graphs together', async () => {
    const { code, out } = await explain(by('/parse?key=hidden'), SAMPLE)
    expect(code).toBe(0)
    expect(out).toMatch(/^spice: 0\.5 of \[0, 1\]$/m)
    expect(out).toContain(`scene graphs of spice (variant clamped, match exact, parser ${origin}/parse)\n`)
    expect(out).toContain('  matched  object     zebra\n  extra    attribute  zebra, A dog.\n')
    expect(out).toContain('  missed   attribute  zebra, A cat.\n')
    expect(out).toMatch(/^All {2,}0\.5 /m)
    expect(out).not.toContain('hidden')
    expect(asked).toEqual([['A dog.', 'A cat.']])
  })

  it('a service that answers otherwise each time, and nothing remembered: the graphs are those of the one scored', async () => {
    const { out } = await explain(by('/changing', { cachedTexts: 0 }), SAMPLE)
    expect(out).toContain('  matched  object     answer 1\n')
    expect(out).not.toContain('answer 2')
  })

  it('the page draws them, too', async () => {
    const { out } = await explain(by('/parse'), SAMPLE, '--html', '-')
    expect(out).toContain('<title>zebra, A dog.: extra</title>')
    expect(out).not.toContain('<title>dog: ')
    expect(asked).toHaveLength(1)
  })

  it.each([[], ['--html', '-']])(
    'where no answer comes no graphs are shown, and it is said so (%s)',
    async (...more) => {
      const { code, out } = await explain(by('/silent', {}, { timeoutMs: 50 }), SAMPLE, ...more)
      expect(code).toBe(1)
      expect(out).toContain('the scene graphs of spice are left out: it gave this sample no score')
      expect(out).not.toMatch(/zebra|candidate \(|role="img"/)
    },
  )

  it('beside a SPICE that was scored, the one that was not is told', async () => {
    const { out } = await explain({ sum: ['spice', by('/silent', {}, { timeoutMs: 50 })] }, SAMPLE)
    expect(out.match(/^scene graphs of spice .*$/gm)).toEqual(['scene graphs of spice (variant clamped, match exact)'])
    expect(out).toContain('are left out')
  })
})

/** A model that looks words up: the cosine of [man] and [dog] is 0.8. */
const lookUp = (): Uint8Array => {
  const graph = new GraphWriter('look-up')
  const ids = graph.input('input_ids', 'int64', ['texts', 'tokens'])
  const table = new Float32Array(2 * tinySizes.vocabulary)
  table.set([5, 0], 2 * tinyTokenizer.model.vocab['man']!)
  table.set([4, 3], 2 * tinyTokenizer.model.vocab['dog']!)
  const rows = graph.constant('table', 'float32', [tinySizes.vocabulary, 2], table)
  graph.output(graph.node('Gather', 'last_hidden_state', [rows, ids]), 'float32', ['texts', 'tokens', 2])
  return graph.toBytes()
}

describe('with a sentence encoder', () => {
  const folder = tinyFolder({ 'model.onnx': lookUp() })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const match = { encoder: folder, threads: 1 }

  it('the nearest tuples and the numbers by category are those of the encoder', async () => {
    const { code, out } = await explain({ spice: { match } }, { caption: 'A man.', prompt: 'A dog.' })
    expect(code).toBe(0)
    expect(out).toMatch(/^spice: 0\.(8|80000\d*|79999\d*) of \[0, 1\]$/m)
    expect(out).toContain(`scene graphs of spice (variant clamped, match encoder ${folder})\n`)
    expect(out).toContain('  extra    object     man (nearest: dog, 0.8)\n')
    expect(out).toContain('  missed   object     dog (nearest: man, 0.8)\n')
    expect(out).toMatch(/^All +0\.8 +0\.8 +0\.8 +0\.8 +1 +1$/m)
  })

  it('it goes with a parser behind HTTP', async () => {
    const { out } = await explain(by('/words', { match }), { caption: 'man', prompt: 'dog' }, '--html', '-')
    expect(out).toContain('man: extra')
    expect(out).toContain('(nearest: dog, 0.8)')
    expect(asked).toEqual([['man', 'dog']])
  })
})
