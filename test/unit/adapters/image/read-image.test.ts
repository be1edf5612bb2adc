import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { imageReader } from '../../../../src/adapters/image/read-image.js'
import { showError } from '../../../../src/core/error.js'
import { fixture, OWNER, read, RED_PNG, refusal } from './support.js'

const RED = { range: 'uint8', width: 1, height: 1, data: new Uint8Array([255, 0, 0]) }
const base64 = RED_PNG.toString('base64')

let folder: string
const path = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corl-images-'))
  writeFileSync(path('red.png'), RED_PNG)
  writeFileSync(path('a name with spaces %41 ü.txt'), RED_PNG)
  writeFileSync(path('empty.png'), '')
  writeFileSync(path('large.png'), RED_PNG)
  truncateSync(path('large.png'), 20_000_001)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a PNG of one red pixel', () => {
  test.each<[string, () => unknown]>([
    ['a path', () => path('red.png')],
    ['a path with spaces, per cent and another ending', () => path('a name with spaces %41 ü.txt')],
    ['the text of a file URL', () => pathToFileURL(path('a name with spaces %41 ü.txt')).href],
    ['a file URL', () => pathToFileURL(path('red.png'))],
    ['a Buffer', () => RED_PNG],
    ['a Uint8Array', () => new Uint8Array(RED_PNG)],
    ['a part of a larger array', () => new Uint8Array([1, 2, ...RED_PNG, 3]).subarray(2, -1)],
    ['a data URL', () => `data:image/png;base64,${base64}`],
    ['a data URL of a wrong media type', () => `data:image/jpeg;charset=x;base64,${base64}`],
    ['a data URL without media type', () => `DATA:;BASE64,${base64}`],
    [
      'a data URL with escapes and line ends',
      () => `data:image/png;base64,${base64.slice(0, 40)}\n${base64.slice(40).replaceAll('=', '%3D')}`,
    ],
    ['a data URL as an object', () => new URL(`data:image/png;base64,${base64}`)],
    ['pixels', () => ({ data: new Uint8Array([255, 0, 0]), width: 1, height: 1 })],
    ['pixels with alpha', () => ({ data: Buffer.from([255, 0, 0, 7]), width: 1, height: 1, channels: 4 })],
    [
      'clamped pixels, as a canvas has them',
      () => ({ data: new Uint8ClampedArray([255, 0, 0, 7]), width: 1, height: 1, channels: 4 }),
    ],
    ['numbers', () => ({ data: [255, 0, 0], width: 1, height: 1, channels: 3 })],
    ['base64 of pixels', () => ({ data: '/wAA', width: 1, height: 1, channels: 3 })],
    ['an image', () => RED],
  ])('is read from %s', async (_, input) => {
    expect(await read(input())).toEqual(RED)
  })

  test('is read by way of a symbolic link', async () => {
    symlinkSync(path('red.png'), path('link'))
    expect(await read(path('link'))).toEqual(RED)
  })
})

describe('an image that is one already', () => {
  test.each([
    { range: 'uint8', width: 1, height: 1, data: new Uint8Array(3) },
    { range: 'unit', width: 1, height: 1, data: new Float32Array([0, 0.5, 1]) },
    { range: 'signed', width: 1, height: 1, data: new Float32Array([-1, 0.5, 1]) },
  ])('is passed through, of range $range', async (image) => {
    expect(await read(image)).toBe(image)
  })

  test('is read from JSON, too', async () => {
    expect(await read({ range: 'signed', width: 1, height: 1, data: [-1, 0.5, 1] })).toEqual({
      range: 'signed',
      width: 1,
      height: 1,
      data: new Float32Array([-1, 0.5, 1]),
    })
  })

  test('does not need sharp, nor to be laid over a colour', async () => {
    const image = { range: 'unit', width: 1, height: 1, data: new Float32Array(3) }
    expect(await read(image, { alpha: { over: [1, 2, 3] } })).toBe(image)
  })
})

test('pixels with alpha are laid over a colour', async () => {
  const input = { data: new Uint8Array([100, 100, 200, 0, 100, 100, 200, 255]), width: 2, height: 1, channels: 4 }
  expect(await read(input, { alpha: { over: [1, 2, 3] } })).toMatchObject({
    data: new Uint8Array([1, 2, 3, 100, 100, 200]),
  })
})

describe('what is no image', () => {
  const raw = (over: object): object => ({ data: new Uint8Array(3), width: 1, height: 1, channels: 3, ...over })
  test.each<[unknown, string | RegExp]>([
    [undefined, 'nothing'],
    [null, 'null'],
    [7, '7'],
    [[1, 2, 3], 'an array of 3'],
    [{}, 'an object'],
    [new Uint8Array(0), '0 bytes'],
    ['data:image/png;base64,', '0 bytes'],
    [Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'an SVG drawing'],
    [gzipSync('<svg/>'), 'bytes that begin with 1f 8b 08 00'],
    [Buffer.from('%PDF-1.7'), 'a PDF'],
    [Buffer.from('BM      '), 'a BMP image'],
    [Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'a file of type "heic"'],
    [Buffer.from('hello'), 'text'],
    [Buffer.from([1, 2, 3, 255]), 'bytes that begin with 01 02 03 ff'],
    [Buffer.from([1]), 'bytes that begin with 01'],
    ['data:image/png,abc', '"data:image/png,"'],
    ['data:nothing', 'one without a comma'],
    ['data:;base64,AAAA!', 'base64 with "!" at 4'],
    ['data:;base64,AA=A', 'base64 with "=" at 2'],
    ['ftp://example.com/a.png', 'a URL of ftp:'],
    ['http://example.com/a.png', /only the option `http` allows/],
    [new URL('https://example.com/a.png'), /only the option `http` allows/],
    ['http://', '"http://"'],
    ['file://elsewhere/a.png', /^file:\/\/elsewhere\/a\.png \(/],
    ['', ' (no such file)'],
    ['/nowhere/a.png', '/nowhere/a.png (no such file)'],
    ['/etc/\0passwd', /^\/etc\/ passwd \(/],
    [raw({ width: 0 }), '0 x 1 x 3'],
    [raw({ width: '1' }), '"1" x 1 x 3'],
    [raw({ channels: 5 }), '1 x 1 x 5'],
    [raw({ height: 2 }), '3'],
    [raw({ data: [1, 2] }), '2'],
    [raw({ data: [1, 2, 256] }), '256 at 2'],
    [raw({ data: [1, -1, 2] }), '-1 at 1'],
    [raw({ data: [1, 2, 0.5] }), '0.5 at 2'],
    [raw({ data: [1, 2, null] }), 'null at 2'],
    [raw({ data: 'AA==' }), '1'],
    [raw({ data: 'AAAAAAAA' }), '8 characters'],
    [raw({ data: new Float32Array(3) }), 'an object'],
    [raw({ data: null }), 'null'],
    [raw({ range: 'bytes' }), '"bytes"'],
    [raw({ range: 'unit' }), 'an object'],
    [raw({ range: 'unit', data: [0, 0.5, 2] }), '2'],
    [raw({ range: 'unit', data: ['a', 0, 0] }), '"a" at 0'],
    [raw({ range: 'signed', data: new Float32Array([0, NaN, 0]) }), 'NaN'],
  ])('is refused: %o', async (input, received) => {
    const error = await refusal(input)
    expect(error).toMatchObject({ _tag: 'InvalidInput', ...OWNER })
    const text = error._tag === 'InvalidInput' ? error.received : ''
    if (typeof received === 'string') expect(text).toBe(received)
    else expect(text).toMatch(received)
  })

  test.each([
    ['a folder', () => folder, /a folder$/],
    ['an empty file', () => path('empty.png'), /a file of 0 bytes$/],
    ['a device', () => '/dev/zero', /no regular file$/],
  ])('is refused: %s', async (_, input, received) => {
    expect(await refusal(input())).toMatchObject({ _tag: 'InvalidInput', received: expect.stringMatching(received) })
  })

  test.skipIf(process.platform === 'win32')('a pipe that nobody writes to is refused at once', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', path('pipe')])
    expect(await refusal(path('pipe'))).toMatchObject({ received: expect.stringMatching(/no regular file$/) })
  })

  test('neither a long path nor a long text is repeated', async () => {
    const long = await refusal(`/${'a'.repeat(1000)}/the-end.png`)
    expect(showError(long)).toMatch(/the-end\.png/)
    for (const input of [
      `http://${'a'.repeat(9000)}`,
      `data:${'b'.repeat(9000)}`,
      'c'.repeat(1_000_000),
      `x\n\u001b[31m`,
    ]) {
      const text = showError(await refusal(input))
      expect(text.length).toBeLessThan(250)
      // eslint-disable-next-line no-control-regex -- It is their absence that is proved.
      expect(text).not.toMatch(/[\u0000-\u001f]/)
    }
  })
})

describe('damaged images', () => {
  const png = readFileSync(fixture('rgb.png'))
  const jpeg = readFileSync(fixture('chroma-444.jpg'))
  test.each([
    ['a PNG cut short', png.subarray(0, 120)],
    ['a JPEG cut short', jpeg.subarray(0, 700)],
    ['the first bytes of a PNG', png.subarray(0, 8)],
    ['the first bytes of a TIFF', Buffer.from('II*\0')],
    ['the first bytes of an AVIF', Buffer.from('\0\0\0\x14ftypavif\0\0\0\0')],
  ])('%s is refused', async (_, bytes) => {
    const error = await refusal(bytes)
    expect(error).toMatchObject({
      _tag: 'InvalidInput',
      received: expect.stringMatching(/^one that does not decode: /),
    })
  })

  test('what follows the end of a JPEG is of no account', async () => {
    expect(await read(Buffer.concat([jpeg, Buffer.from('more')]))).toEqual(await read(jpeg))
  })
})

describe('limits', () => {
  test('of pixels: the limit passes, one more is refused before decoding', async () => {
    expect(await read(fixture('rgb.png'), { maxPixels: 192 })).toMatchObject({ width: 16, height: 12 })
    expect(await refusal(fixture('rgb.png'), { maxPixels: 191 })).toMatchObject({
      _tag: 'InvalidInput',
      expected: 'an image of at most 191 pixels',
      received: '16 x 12 = 192 pixels',
    })
  })

  test('of pixels, where they come raw', async () => {
    const raw = { data: [], width: 5000, height: 5000 }
    expect(await refusal(raw)).toMatchObject({ received: '5000 x 5000 = 25000000 pixels' })
  })

  test('of bytes', async () => {
    const { length } = RED_PNG
    const inputs = [path('red.png'), RED_PNG, `data:;base64,${base64}`]
    for (const input of inputs) {
      expect(await read(input, { maxBytes: length })).toEqual(RED)
      expect(await refusal(input, { maxBytes: length - 1 })).toMatchObject({
        expected: `at most ${length - 1} bytes`,
        received: `${length} bytes`,
      })
    }
  })

  test('of bytes, by default 20 MB: a larger file is not read', async () => {
    expect(await refusal(path('large.png'))).toMatchObject({ received: '20000001 bytes' })
  })

  test('of bytes, for a text far beyond them before it is decoded', async () => {
    const error = await refusal(`data:;base64,${'A'.repeat(500)}`, { maxBytes: 100 })
    expect(error).toMatchObject({ received: '500 characters of base64' })
  })
})

describe('cancelled', () => {
  test('before it begins', async () => {
    const answer = await imageReader()(path('red.png'), OWNER, { signal: AbortSignal.abort('enough') })()
    expect(answer).toEqual({ _tag: 'Left', left: { _tag: 'Aborted', reason: 'enough' } })
  })

  test('while others are read: it is told at once, and the others come through', async () => {
    const controller = new AbortController()
    const many = Array.from({ length: 30 }, () => imageReader()(path('red.png'), OWNER)())
    const late = imageReader()(path('red.png'), OWNER, { signal: controller.signal })()
    controller.abort('enough')
    expect(await late).toMatchObject({ left: { _tag: 'Aborted' } })
    expect(await Promise.all(many)).toEqual(Array.from({ length: 30 }, () => ({ _tag: 'Right', right: RED })))
  })
})

describe('options out of their domain', () => {
  test.each([
    [{ maxPixels: 0 }, 'maxPixels'],
    [{ maxBytes: 1.5 }, 'maxBytes'],
    [{ alpha: 'keep' }, 'alpha'],
    [{ alpha: { over: [0, 0, 256] } }, 'alpha'],
    [{ alpha: { over: [0, 0] } }, 'alpha'],
    [{ orientation: 'auto' }, 'orientation'],
    [{ http: null }, 'http'],
    [{ http: 'example.com' }, 'http'],
    [{ http: {} }, 'http.hosts'],
    [{ http: { hosts: [undefined] } }, 'http.hosts'],
    [{ http: { hosts: ['https://example.com'] } }, 'http.hosts'],
    [{ http: { hosts: ['*.example.com'] } }, 'http.hosts'],
    [{ http: { hosts: ['user@example.com'] } }, 'http.hosts'],
    [{ http: { hosts: ['example.com:99999'] } }, 'http.hosts'],
    [{ http: { hosts: [], dangerouslyAllowPrivateAddresses: 'no' } }, 'http.dangerouslyAllowPrivateAddresses'],
    [{ http: { hosts: 'example.com' } }, 'http.hosts'],
    [{ http: { hosts: [], timeoutMs: 2 ** 40 } }, 'http.timeoutMs'],
    [{ http: { hosts: [], maxBytes: -1 } }, 'http.maxBytes'],
  ])('%o are told at every reading', async (options, option) => {
    expect(await refusal(RED, options as any)).toMatchObject({ _tag: 'InvalidOption', option })
  })
})
