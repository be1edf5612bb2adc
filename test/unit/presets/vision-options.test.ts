import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { showError } from '../../../src/core/error.js'
import { fromSpec, registry } from '../../../src/presets/index.js'
import { score } from '../../../src/score.js'
import { left, right } from './right.js'

const boards = registry.get('ssim')?.example?.sample as { readonly image: string; readonly reference: string }

const server = createServer((_, answer) => answer.end(Buffer.from(boards.reference.split(',')[1] ?? '', 'base64')))
let url = ''
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const specOf = (id: string, options: object): object => ({
  [id]: { ...(id === 'lpips' ? { net: 'squeeze', weights: 'formula' } : {}), ...options },
})

const scored = async (id: string, options: object, sample: object = boards) => {
  const reward = right(await fromSpec(specOf(id, options))())
  try {
    return (await score(reward, [sample]))[0]
  } finally {
    await reward[Symbol.asyncDispose]?.()
  }
}

describe.each(['ssim', 'lpips'])('the option `images` of %s', (id) => {
  it('reaches the reader', async () => {
    expect(await scored(id, { images: { maxPixels: 1024 } })).toMatchObject({ _tag: 'Scored' })
    expect(await scored(id, { images: { maxPixels: 1023 } })).toMatchObject({
      _tag: 'Failed',
      error: { expected: 'an image of at most 1023 pixels' },
    })
    expect(await scored(id, { images: { maxBytes: 10 } })).toMatchObject({ _tag: 'Failed' })
  })

  it('lets URLs be asked for only of the hosts it names, and never one of this machine', async () => {
    const sample = { ...boards, reference: url }
    const refused = (expected: string) => ({ _tag: 'Failed', error: { field: 'reference', expected } })
    expect(await scored(id, {}, sample)).toMatchObject({
      error: { received: expect.stringContaining('only the option `http` allows') },
    })
    const elsewhere = { images: { http: { hosts: ['images.example.com'] } } }
    expect(await scored(id, elsewhere, sample)).toMatchObject(refused('a URL of a host that is allowed'))
    const here = { images: { http: { hosts: [new URL(url).host], timeoutMs: 5000 } } }
    expect(await scored(id, here, sample)).toMatchObject(refused('a URL of a public address'))
  })

  it.each<[object, string]>([
    [{ maxPixels: 0 }, 'expected a number at least 1 for `ID.images.maxPixels`, got 0'],
    [{ maxBytes: 1.5 }, 'expected an integer for `ID.images.maxBytes`, got 1.5'],
    [{ orientation: 'up' }, 'expected one of "stored", "exif" for `ID.images.orientation`, got "up"'],
    [{ alpha: { over: [1, 2] } }, "expected 'drop' or {over: [r, g, b]} of bytes for `ID.images.alpha`, got an object"],
    [{ http: {} }, 'expected an array for `ID.images.http.hosts`, got nothing'],
    [
      { http: { hosts: ['https://a.example'] } },
      "expected a host, as 'images.example.com' or 'images.example.com:8443' for `ID.images.http.hosts[0]`, got \"https://a.example\"",
    ],
    [
      { http: { hosts: [], timeoutMs: 2 ** 31 } },
      'expected a number at most 2147483647 for `ID.images.http.timeoutMs`, got 2147483648',
    ],
    [
      { http: { hosts: [], dangerouslyAllowPrivateAddresses: true } },
      'expected one of the options hosts, maxBytes, timeoutMs for `ID.images.http.dangerouslyAllowPrivateAddresses`, got "dangerouslyAllowPrivateAddresses"',
    ],
    [
      { size: 5 },
      'expected one of the options maxPixels, maxBytes, orientation, alpha, http for `ID.images.size`, got "size"',
    ],
  ])('%j is an InvalidSpec that names the place', async (images, message) => {
    const error = left(await fromSpec(specOf(id, { images }))())
    expect(error._tag).toBe('InvalidSpec')
    expect(showError(error)).toBe(`spec: ${message.replaceAll('ID', id)}`)
  })
})

describe('options of lpips', () => {
  it('memoryBytes reaches the network', async () => {
    expect(await scored('lpips', { memoryBytes: 2 ** 28 })).toMatchObject({ _tag: 'Scored' })
    expect(await scored('lpips', { memoryBytes: 1 })).toMatchObject({ _tag: 'Failed' })
  })

  it.each<[object, string]>([
    [{ weights: 'Formula' }, 'expected \'formula\' or {backbone, heads} for `lpips.weights`, got "Formula"'],
    [{ weights: { backbone: 'a' } }, "expected 'formula' or {backbone, heads} for `lpips.weights`, got an object"],
    [
      { size: 'large' },
      'expected \'native\', a number of pixels or [width, height], each from 1 to 8192 for `lpips.size`, got "large"',
    ],
    [
      { size: [1, 2, 3] },
      "expected 'native', a number of pixels or [width, height], each from 1 to 8192 for `lpips.size`, got an array of 3",
    ],
    [{ size: 0 }, 'expected a number at least 1 for `lpips.size`, got 0'],
    [{ memoryBytes: 0 }, 'expected a number at least 1 for `lpips.memoryBytes`, got 0'],
  ])('%j is told in one sentence', async (options, message) => {
    expect(showError(left(await fromSpec({ lpips: options })()))).toBe(`spec: ${message}`)
  })
})
