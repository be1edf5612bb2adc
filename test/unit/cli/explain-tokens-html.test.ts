import { writeFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { encodePng } from '../../../src/adapters/image/encode-png.js'
import { imageReader } from '../../../src/adapters/image/read-image.js'
import { coloursOf } from '../../../src/cli/explain/cosine-colours.js'
import { palettePng } from '../../../src/cli/explain/palette-png.js'
import { tokenStyle } from '../../../src/cli/explain/token-style.js'
import { formulaImage } from '../../../src/formula/image.js'
import { file } from './run-in-process.js'
import { explain, SCENE } from './token-samples.js'

const EVIL = `<script>alert(1)</script><img src=x onerror=alert(2)>"'`

const pageOf = async (sample: object, options: Parameters<typeof explain>[1] = {}): Promise<string> => {
  const { code, out, err } = await explain(sample, { html: '-', ...options })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out
}

/** The part of the page that is about tokens, and the text of a piece of it. */
const sectionOf = (page: string): string => /<section class="tokens">[^]*?<\/section>/.exec(page)?.[0] ?? ''
const textOf = (html: string): string =>
  html
    .replace(/<title>.*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .split(/\s+/)
    .join(' ')
    .trim()

const colours = coloursOf(64)

/** The pixels of each map on the page: that of all words, then of each one. */
const mapsOf = async (page: string): Promise<ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>> => {
  const urls = [...page.matchAll(/class="cells [a-z]+" href="([^"]+)"/g)].map(([, url]) => url)
  return Promise.all(
    urls.map(async (url) => {
      const read = await imageReader()(url, { reward: 'test', field: 'map' })()
      if (E.isLeft(read)) throw new Error(JSON.stringify(read.left))
      return Array.from({ length: read.right.data.length / 3 }, (_, i) => [...read.right.data.slice(3 * i, 3 * i + 3)])
    }),
  )
}

const image = async (name: string): Promise<string> => {
  const bytes = await encodePng(formulaImage('clouds', 16, 12))()
  if (E.isLeft(bytes)) throw new Error('no PNG')
  writeFileSync(file(name), bytes.right)
  return file(name)
}

describe('the page of tokens', () => {
  it('maps have a colour a token, on one scale from the mean of all pairs to the best', async () => {
    // Of [0.15, 1]: 1 is the brightest of 64, 0.8 and 0.6 are 48.2 and 33.4 steps up; 0 and less lie below the scale.
    const at = (step: number) => [...colours[step]!]
    expect(await mapsOf(await pageOf(SCENE))).toEqual([
      [at(63), at(63), at(48), at(0)],
      [at(63), at(0), at(33), at(0)],
      [at(0), at(63), at(48), at(0)],
      [at(0), at(0), at(0), at(0)],
    ])
  })

  it('a word that found no place is marked in the text, in its map and in the table, and called by its name', async () => {
    const section = sectionOf(await pageOf(SCENE))
    expect(section).toMatch(
      /<a class="word tone-23" href="#word-0" title="red: best cosine 1 at row 1, column 1"><bdi>red<\/bdi><\/a>/,
    )
    expect(section).toMatch(
      /<a class="word tone-0 lost" href="#word-2" title="snow: best cosine 0 at row 1, column 2, no place">/,
    )
    expect(section.match(/<li id="word-\d" class="map lost">/g)).toEqual(['<li id="word-2" class="map lost">'])
    expect(textOf(/<p class="bound none">.*?<\/p>/.exec(section)![0])).toMatch(
      /^1 of 3 words found no place: snow best cosine below 0\.575, half way from the mean of all pairs, 0\.15,/,
    )
    expect(textOf(/<tbody>[^]*?<\/tbody>/.exec(section)![0])).toBe('snow #2 0 1 2 no place red #0 1 1 1 house #1 1 1 2')
  })

  it('links lead to what is there', async () => {
    const page = await pageOf(SCENE)
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(links)).toEqual(new Set(['word-0', 'word-1', 'word-2', 'words']))
    for (const id of new Set(links)) expect(page.split(`id="${id}"`)).toHaveLength(2)
  })

  it('each cell tells its word; those that no word speaks of are crossed out', async () => {
    const section = sectionOf(await pageOf(SCENE))
    expect([...section.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title)).toEqual([
      'row 1, column 1: red, 1',
      'row 1, column 2: house, 1',
      'row 2, column 1: house, 0.8',
      'row 2, column 2: red, 0 (no word speaks of it)',
    ])
    expect(section).toContain('<path class="unspoken" d="M10 10h10v10h-10z" />')
    expect(section).toContain('<path class="cross" d="M12.5 12.5l5 5m0 -5l-5 5" />')
    expect(textOf(section)).toContain('No word speaks of them 1 of 4;')
  })

  it('masked tokens are cut out of every map, neighbours together', async () => {
    const section = sectionOf(await pageOf({ ...SCENE, imageMask: [0, 0, 1, 1], textMask: [1, 1, 0] }))
    expect(section).toContain('<path class="masked" id="tokens-masked" d="M0 0h20v10h-20z" />')
    // In the map of all words it stands; in the other drawing and in the maps of two words it is referred to.
    expect(section.match(/<use href="#tokens-masked" \/>/g)).toHaveLength(3)
    expect(section.match(/<title>/g)).toHaveLength(2)
    expect(section).toContain('masked</span>')
  })

  it('the map lies over the image, which is in the page once', async () => {
    const path = await image('scene.png')
    const page = await pageOf({ ...SCENE, image: path })
    const section = sectionOf(page)
    expect(section.match(/viewBox="0 0 16 12"/g)).toHaveLength(5)
    expect(section.match(/<image id="tokens-image"/g)).toHaveLength(1)
    expect(section.match(/<use class="under" href="#tokens-image" \/>/g)).toHaveLength(3)
    // The box of the best match: a cell of 8 x 6.
    expect(section).toContain('<rect class="best" x="8" y="0" width="8" height="6"></rect>')
    expect(section).toContain('class="slider"')
  })

  it('an image that cannot be read is told of, and the maps stand alone', async () => {
    const page = await pageOf({ ...SCENE, image: '/nowhere.png' })
    expect(page).toContain('explain: expected the path of an image file for `image`, got /nowhere.png (no such file)')
    expect(sectionOf(page)).not.toContain('tokens-image')
    expect(sectionOf(page).match(/<image class="cells bare"/g)).toHaveLength(4)
  })

  it('tokens of an unknown grid are not laid over the image: it stands beside them', async () => {
    const sample = { ...SCENE, imageTokens: SCENE.imageTokens.slice(0, 3), image: await image('beside.png') }
    const section = sectionOf(await pageOf(sample))
    expect(section).toContain('unknown, one row')
    expect(section.match(/viewBox="0 0 30 10"/g)).toHaveLength(5)
    expect(section).not.toContain('<use class="under"')
    expect(section).toMatch(/<figcaption><b>image<\/b>/)
  })

  it('labels are text, whatever they hold', async () => {
    const page = await pageOf({ ...SCENE, textLabels: [EVIL, '\u202eabc', '\u0000'] })
    expect(page).not.toContain('<img')
    expect(page.match(/<script/g)).toHaveLength(1)
    for (const evil of ['\u0000', '\u202e']) expect(page).not.toContain(evil)
    expect(sectionOf(page)).toContain('<bdi>\\u202eabc</bdi>')
    expect(page).not.toMatch(/\sstyle=|\son\w+=/)
  })

  it('one pair: there is no scale, and the map is as bright as can be', async () => {
    const page = await pageOf({ imageTokens: [[1, 2]], textTokens: [[2, 1]] })
    expect(await mapsOf(page)).toEqual([[[...colours[63]!]], [[...colours[63]!]]])
    expect(textOf(sectionOf(page))).toContain('Words without a place: cannot be told')
  })

  it('features of tokens are cut to a line or a few', async () => {
    const long = { ...SCENE, imageTokens: Array.from({ length: 400 }, () => [0.125, 0.5, 0.25]) }
    const read = /What was read[^]*/.exec(await pageOf(long))![0]
    expect(/<dt>imageTokens<\/dt><dd><pre>(.*)<\/pre>/.exec(read)![1]).toMatch(
      /^\[\[0\.125,0\.5,0\.25\],.*\.\.\. \(an array of 400\)$/,
    )
  })
})

describe('what a page bears', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => [Math.cos(i), Math.sin(i)])

  it('16,384 image tokens and 600 words: a page of less than 2 MB, which says what it leaves out', async () => {
    const page = await pageOf({ imageTokens: many(16_384), textTokens: many(600) })
    expect(page.length).toBeLessThan(2e6)
    const section = sectionOf(page)
    // 2^18 cells in all.
    expect(section.match(/<li id="word-/g)).toHaveLength(16)
    expect(section).toContain('584 more words have no map of their own')
    expect(section).toContain('and 100 more')
    expect(section).not.toContain('<title>')
    expect(section.match(/href="#word-16"/g)).toBe(null)
  })

  it('words have 256 maps at most', async () => {
    const section = sectionOf(await pageOf({ imageTokens: many(4), textTokens: many(300) }))
    expect(section.match(/<li id="word-/g)).toHaveLength(256)
    expect(section).toContain('44 more words have no map of their own')
  })
})

describe('colours of words', () => {
  it('have letters of a contrast of 4.5 at least', () => {
    const luminance = (rgb: ReadonlyArray<number>): number => {
      const [r, g, b] = rgb.map((byte) =>
        byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
      )
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
    }
    const tones = [...tokenStyle().matchAll(/\.tone-\d+ \{ background: rgb\((\d+) (\d+) (\d+)\); color: (#\w+)/g)]
    expect(tones).toHaveLength(24)
    for (const [, r, g, b, ink] of tones) {
      const ground = luminance([Number(r), Number(g), Number(b)])
      expect(ink === '#fff' ? 1.05 / (ground + 0.05) : (ground + 0.05) / 0.05).toBeGreaterThan(4.5)
    }
  })
})

describe('a PNG of colours by number', () => {
  it('is read as the pixels that it was made of; 0 is transparent', async () => {
    const png = palettePng(Uint8Array.of(1, 2, 2, 0, 1, 1), 3, 2, [
      [10, 20, 30],
      [200, 100, 0],
    ])
    const { default: sharp } = await import('sharp')
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: 3, height: 2, channels: 4 })
    const [a, b] = [
      [10, 20, 30, 255],
      [200, 100, 0, 255],
    ]
    expect([...data]).toEqual([a, b, b, [0, 0, 0, 0], a, a].flat())
  })
})
