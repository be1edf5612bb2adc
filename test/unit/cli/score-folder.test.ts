import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodePng } from '../../../src/adapters/image/encode-png.js'
import { distort, formulaImage } from '../../../src/formula/image.js'
import { right } from '../../golden/lpips/network.js'
import { corl, file } from './run-in-process.js'

const png: Record<'plain' | 'blurred' | 'inverted', Uint8Array> = {} as never
beforeAll(async () => {
  const plain = formulaImage('discs', 24, 24)
  png.plain = right(await encodePng(plain)())
  png.blurred = right(await encodePng(distort(plain, 'blur'))())
  png.inverted = right(await encodePng(distort(plain, 'invert'))())
})

/** A folder with these files, by their path inside. */
const folder = (name: string, files: Readonly<Record<string, Uint8Array | string>>): string => {
  const root = file(name)
  mkdirSync(root, { recursive: true })
  for (const [inside, content] of Object.entries(files)) {
    const full = path.join(root, inside)
    mkdirSync(path.dirname(full), { recursive: true })
    writeFileSync(full, content)
  }
  return root
}

const scoreFolder = (root: string, ...args: ReadonlyArray<string>) =>
  corl(['score', '--reward', 'ssim', '--in', root, ...args])

describe('corl score of a folder of image pairs', () => {
  it('compares images of one name, whatever the ending, and says which image a line is about', async () => {
    const root = folder('pairs', {
      'image/a.png': png.blurred,
      'image/b.png': png.plain,
      'reference/a.png': png.plain,
      'reference/b.PNG': png.plain,
      'image/.hidden': 'x',
    })
    const { code, lines, err } = await scoreFolder(root)
    expect(code).toBe(0)
    expect(lines).toMatchObject([{ image: 'a.png' }, { image: 'b.png', value: 1 }])
    expect(lines[0].value).toBeLessThan(1)
    expect(err).toMatch(/^corl: scored 2, skipped 0, failed 0/)
  })

  it('compares a group in a folder with the reference of that name', async () => {
    const root = folder('groups', {
      'images/cat/0.png': png.plain,
      'images/cat/1.png': png.blurred,
      'images/dog/0.png': png.inverted,
      'references/cat.png': png.plain,
      'references/dog.png': png.inverted,
    })
    const { lines } = await scoreFolder(root)
    expect(lines.map(({ image, value }) => [image, value === 1])).toEqual([
      ['cat/0.png', true],
      ['cat/1.png', false],
      ['dog/0.png', true],
    ])
  })

  it('compares all with a single reference, and writes tables and csv with names', async () => {
    const root = folder('one', { 'image/x.png': png.plain, 'image/y.png': png.plain, 'reference/real.png': png.plain })
    expect((await scoreFolder(root, '--format', 'csv')).out).toBe('image,value,skipped,error\nx.png,1,,\ny.png,1,,\n')
    expect((await scoreFolder(root, '--format', 'table', '--batch', '1')).out).toMatch(/^line .*\nx\.png .*\ny\.png /)
  })

  it('a file that is no image fails its own line', async () => {
    const root = folder('bad', { 'image/a.png': png.plain, 'image/b.txt': 'text', 'reference/r.png': png.plain })
    const { code, lines } = await scoreFolder(root)
    expect(code).toBe(1)
    expect(lines).toMatchObject([{ value: 1 }, { value: null, error: { _tag: 'InvalidInput', field: 'image' } }])
  })

  it.each([
    [
      'no reference for an image',
      { 'image/a.png': '', 'reference/b.png': '', 'reference/c.png': '' },
      'expected a reference for image/a.png',
    ],
    [
      'two references of one name',
      { 'image/a.webp': '', 'reference/a.png': '', 'reference/a.jpg': '' },
      'got several called a',
    ],
    ['no folder of references', { 'image/a.png': '' }, 'got none called reference or references'],
    ['an empty folder', { 'image/.keep': '', 'reference/a.png': '' }, 'got an empty folder'],
  ])('%s is wrong usage', async (name, files, message) => {
    const { code, err, out } = await scoreFolder(folder(`wrong ${name}`, files))
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(out).toBe('')
  })
})
