import { linkSync, readFileSync, writeFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { encodePng } from '../../../src/adapters/image/encode-png.js'
import { distort, formulaImage } from '../../../src/formula/image.js'
import type { Image } from '../../../src/image/image.js'
import { registry } from '../../../src/presets/index.js'
import { corl, file, jsonl } from './run-in-process.js'

const GOOD = { completion: '<think>a</think><answer>4 < 5</answer>', answer: '4' }

const png = async (name: string, image: Image<'uint8'>): Promise<string> => {
  const bytes = await encodePng(image)()
  if (E.isLeft(bytes)) throw new Error('no PNG')
  writeFileSync(file(name), bytes.right)
  return file(name)
}

describe('corl explain --html', () => {
  it('writes a page beside the text', async () => {
    const page = file('page.html')
    const run = await corl(['explain', '--reward', 'format', '--html', page, '--sample', JSON.stringify(GOOD)])
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.out).toMatch(/format: 1 of \[0, 1\]/)
    const text = readFileSync(page, 'utf8')
    expect(text).toMatch(/^<!doctype html>/)
    expect(text).toContain('4 &lt; 5')
    expect(text).toContain('corl-rewards 9.8.7')
  })

  it('- is stdout, which then has the page alone', async () => {
    const { code, out } = await corl(['explain', '--reward', 'format', '--html', '-'], jsonl(GOOD))
    expect(code).toBe(0)
    expect(out).toMatch(/^<!doctype html>[^]*<\/html>\n$/)
  })

  it('--json goes on saying what it says', async () => {
    const run = await corl(['explain', '--reward', 'format', '--json', '--html', file('json.html')], jsonl(GOOD))
    expect(run.lines).toEqual([{ value: 1, parts: {} }])
  })

  it('a failed sample has a page too, and exit code 1', async () => {
    const page = file('failed.html')
    expect(await corl(['explain', '--reward', 'format', '--html', page], 'no json\n')).toMatchObject({ code: 1 })
    expect(readFileSync(page, 'utf8')).toContain('expected a JSON object')
  })

  it('never overwrites what it is about, by whatever name', async () => {
    const input = file('samples.jsonl', jsonl(GOOD))
    const other = file('other.jsonl')
    linkSync(input, other)
    for (const page of [input, other]) {
      expect(await corl(['explain', '--reward', 'format', '--in', input, '--html', page])).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/it is the input/),
      })
    }
    const [a, b] = [file('x.png', 'a'), file('y.png', 'b')]
    expect(await corl(['explain', '--reward', 'ssim', a, b, '--html', b])).toMatchObject({ code: 2 })
    expect(readFileSync(input, 'utf8') + readFileSync(b, 'utf8')).toBe(`${jsonl(GOOD)}b`)
  })

  it('a page that cannot be written is usage', async () => {
    const { code, err } = await corl(['explain', '--reward', 'format', '--html', '/nowhere/x.html'], jsonl(GOOD))
    expect({ code, err }).toEqual({ code: 2, err: 'corl: cannot write /nowhere/x.html: no such file or folder\n' })
  })
})

describe('two images as arguments', () => {
  it('are a sample', async () => {
    const { code, out } = await corl(['explain', '--reward', 'ssim', 'nowhere.png', 'b.png', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ error: { _tag: 'InvalidInput', field: 'image' } })
  })

  it('are usage for a reward that reads no images', async () => {
    expect(await corl(['explain', '--reward', 'mcq', 'a.png', 'b.png'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /^corl: expected a reward that reads images, got mcq, which reads no images \(it reads /,
      ),
    })
  })

  it.each([
    [['a.png'], /expected two images, the generated one and its reference, got 1\n$/],
    [['a.png', 'b.png', 'c.png'], /got 3\n$/],
    [['a.png', 'b.png', '--sample', '{}'], /--sample cannot be used with them\n$/],
    [['a.png', 'b.png', '--in', '-'], /--in cannot be used with them\n$/],
    [['a.png', 'b.png', '--line', '1'], /--line cannot be used with them\n$/],
  ])('%j is usage', async (args, message) => {
    const run = await corl(['explain', '--reward', 'format', ...args])
    expect(run).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) })
  })

  it.runIf(registry.get('ssim')?.status === 'available')('ssim of two files, with a page', async () => {
    const clouds = formulaImage('clouds', 48, 32)
    const [a, b] = [await png('a.png', distort(clouds, 'noise')), await png('b.png', clouds)]
    const page = file('ssim.html')
    expect(await corl(['explain', '--reward', 'ssim', a, b, '--html', page])).toMatchObject({ code: 0, err: '' })
    const text = readFileSync(page, 'utf8')
    expect(text).toContain('Where they differ: ssim')
    expect(text.match(/data:image\/png;base64,/g)).toHaveLength(3)
  })
})
