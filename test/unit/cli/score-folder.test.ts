import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
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

  it('an image that cannot be read fails its own line', async () => {
    const root = folder('bad', { 'image/a.png': png.plain, 'image/b.png': 'text', 'reference/r.png': png.plain })
    const { code, lines } = await scoreFolder(root)
    expect(code).toBe(1)
    expect(lines).toMatchObject([{ value: 1 }, { value: null, error: { _tag: 'InvalidInput', field: 'image' } }])
  })

  it('leaves out what is no image by its name, and says so', async () => {
    const strays = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`image/${name}.txt`, '']))
    const files = { 'image/a.PNG': png.plain, 'reference/a.png': png.plain, 'reference/notes\u001b.md': 'text' }
    const { code, lines, err } = await scoreFolder(folder('strays', { ...files, ...strays }))
    expect(code).toBe(0)
    expect(lines).toMatchObject([{ image: 'a.PNG', value: 1 }])
    expect(err).toContain(
      'corl: skipped 6 files in image/ that are no images: a.txt, b.txt, c.txt, d.txt, e.txt, ...\n',
    )
    expect(err).toContain('corl: skipped 1 file in reference/ that is no image: notes\\u001b.md\n')
  })

  it('takes links to files for files, and names the links that lead to none', async () => {
    const root = folder('links', { 'kept/a.png': png.plain, 'image/real.png': png.plain, 'reference/.keep': '' })
    symlinkSync(path.join(root, 'kept/a.png'), path.join(root, 'reference/r.png'))
    symlinkSync('../kept/a.png', path.join(root, 'image/linked.png'))
    symlinkSync('nowhere', path.join(root, 'image/nothing.png'))
    symlinkSync('../kept', path.join(root, 'image/folder'))
    symlinkSync('/dev/null', path.join(root, 'image/null.png'))
    symlinkSync('round.png', path.join(root, 'image/round.png'))
    const { code, lines, err } = await scoreFolder(root)
    expect(code).toBe(0)
    expect(lines).toMatchObject([
      { image: 'linked.png', value: 1 },
      { image: 'real.png', value: 1 },
    ])
    expect(err).toMatch(
      /^corl: skipped 4 files in image\/ that cannot be read: folder \(a link to a folder\), nothing\.png \(a link to nothing\), null\.png \(a link to what is no file\), round\.png \(a link, .*\)\n/,
    )
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
    ['a folder without images', { 'image/a.txt': '', 'reference/a.png': '' }, 'got none'],
  ])('%s is wrong usage', async (name, files, message) => {
    const { code, err, out } = await scoreFolder(folder(`wrong ${name}`, files))
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(out).toBe('')
  })
})
