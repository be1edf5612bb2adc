import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { failed, type Outcome, type RewardMeta, scored, skipped } from '../../../src/core/index.js'
import type { ExplainPage, PageComparison } from '../../../src/cli/explain/page.js'
import { markup } from '../../../src/cli/explain/markup.js'
import { renderPage } from '../../../src/cli/explain/render-page.js'

const EVIL = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&amp;`
const SAFE = '&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;&quot;&#39;&amp;amp;'
const PIXEL = 'data:image/png;base64,AAAA'

const meta: RewardMeta = { name: 'ssim', range: { min: -1, max: 1 }, deterministic: true, fields: ['image'] }

const comparison: PageComparison = {
  reward: 'lpips',
  facts: [['net', 'vgg']],
  image: { label: 'image', source: 'a.png', width: 40, height: 30, url: PIXEL },
  reference: { label: 'reference', width: 40, height: 30, url: PIXEL },
  map: { title: 'LPIPS distance', alike: 0, different: 0.8, min: 0.0123456, mean: 0.25, max: 0.8, url: PIXEL },
  layers: [
    { name: 'relu1_2', distance: 0.05 },
    { name: 'relu2_2', distance: 0.2 },
  ],
}

const page = (part: Partial<ExplainPage> = {}): ExplainPage => ({
  meta,
  outcome: scored(0.123456789),
  spec: '"ssim"',
  version: '0.0.0',
  fields: [['image', 'a.png']],
  warnings: [],
  notes: [],
  pictures: [],
  comparisons: [],
  graphs: [],
  ...part,
})

const between = (text: string, begin: string, end: string): string => {
  const from = text.indexOf(begin) + begin.length
  return text.slice(from, text.indexOf(end, from))
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')

describe('markup', () => {
  it('escapes whatever another template did not make', () => {
    expect(markup`<a title="${EVIL}">${EVIL}</a>`.text).toBe(`<a title="${SAFE}">${SAFE}</a>`)
    expect(markup`${markup`<b>${1.5}</b>`}${[markup`<i>`, markup`</i>`]}${undefined}`.text).toBe('<b>1.5</b><i></i>')
  })

  it('shows what HTML forbids, and what turns text around', () => {
    expect(markup`${'a\u0000b\u202ec\u001b[0m\ufeff\n\té\u{1f600}'}`.text).toBe(
      'a\\u0000b\\u202ec\\u001b[0m\\ufeff\n\té\u{1f600}',
    )
    expect(markup`${'\ud800 \udc00'}`.text).toBe('\\ud800 \\udc00')
  })
})

describe('the page', () => {
  it('escapes every text that comes from data', () => {
    const outcome: Outcome = {
      ...scored(0.5, { [EVIL]: EVIL, answer: [EVIL, 1] }),
      parts: {
        [EVIL]: skipped('missing-field', EVIL),
        __proto__x: failed({ _tag: 'InvalidInput', reward: EVIL, field: EVIL, expected: EVIL, received: EVIL }),
      },
    }
    const caption = { text: EVIL, by: EVIL }
    const evilPicture = { label: EVIL, source: EVIL, width: 3, height: 2, url: PIXEL, caption }
    const text = renderPage(
      page({
        meta: { ...meta, name: EVIL },
        outcome,
        spec: EVIL,
        version: EVIL,
        fields: [
          [EVIL, EVIL],
          [EVIL, undefined],
        ],
        warnings: [EVIL],
        notes: [EVIL],
        pictures: [evilPicture],
        comparisons: [
          {
            reward: EVIL,
            facts: [[EVIL, EVIL]],
            image: evilPicture,
            reference: evilPicture,
            map: { ...comparison.map!, title: EVIL },
            layers: [{ name: EVIL, distance: 1 }],
          },
        ],
      }),
    )
    expect(text).not.toContain('<img')
    expect(text).not.toContain('alert(1)</script>')
    expect(text.match(/<script/g)).toHaveLength(1)
    expect(text.match(/<style/g)).toHaveLength(1)
    // As often as it was put in, and as attributes and titles repeat it: one less is one shown raw, or not at all.
    expect(text.split(SAFE).length - 1).toBe(44)
  })

  it('escapes the error of a sample that failed', () => {
    const error = { _tag: 'Unexpected', reward: EVIL, message: EVIL, cause: undefined } as const
    const text = renderPage(page({ outcome: failed(error) }))
    expect(text).toContain(`${SAFE}: ${SAFE}`)
    expect(text.match(/<script/g)).toHaveLength(1)
  })

  it('allows its own style and script by their digests, pictures inside, and nothing else', () => {
    const text = renderPage(page({ comparisons: [comparison] }))
    const policy = between(text, 'Content-Security-Policy" content="', '"').replaceAll('&#39;', "'")
    const script = sha256(between(text, '<script>', '</script>'))
    const style = sha256(between(text, '<style>', '</style>'))
    expect(policy).toBe(
      `default-src 'none'; img-src data:; style-src 'sha256-${style}'; script-src 'sha256-${script}'; base-uri 'none'; form-action 'none'`,
    )
    // The policy stands before what it is about, elements have no style or handlers, and nothing is fetched.
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(text.indexOf('<style>'))
    expect(text).not.toMatch(/\sstyle=|\son\w+=/)
    const links = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link)
    expect(links.length).toBeGreaterThan(4)
    expect(links.filter((link) => !/^(data:image\/png;base64,|#)/.test(link!))).toEqual([])
    expect(between(text, '<style>', '</style>')).not.toMatch(/url\(|@import/)
  })

  it('has each picture once', () => {
    const url = (letter: string) => `data:image/png;base64,${letter.repeat(8)}`
    const text = renderPage(
      page({
        comparisons: [
          {
            ...comparison,
            image: { ...comparison.image, url: url('A') },
            reference: { ...comparison.reference, url: url('B') },
            map: { ...comparison.map!, url: url('C') },
          },
        ],
      }),
    )
    for (const letter of ['A', 'B', 'C']) expect(text.split(url(letter))).toHaveLength(2)
    for (const id of ['image-0', 'reference-0', 'map-0']) {
      expect(text.split(`id="${id}"`)).toHaveLength(2)
      expect(text.split(`href="#${id}"`)).toHaveLength(2)
    }
  })

  it('says value, range and numbers', () => {
    const text = renderPage(page({ comparisons: [comparison] }))
    expect(text).toContain('<title>ssim: 0.123456789</title>')
    expect(text).toContain('>0.123457</strong>')
    expect(text).toContain('of [-1, 1]')
    expect(text).toContain('minimum 0.01235, mean 0.25, maximum 0.8')
    expect(text).toContain('a.png')
    // Layers: the longest bar is full, the other a quarter of it; their sum below.
    expect([...text.matchAll(/<rect x="0.00" width="([\d.]+)"/g)].map(([, width]) => width)).toEqual([
      '25.00',
      '100.00',
    ])
    expect(text).toMatch(/sum<\/th>.*0\.25</s)
  })

  it('puts warnings and notes before everything else', () => {
    const text = renderPage(page({ comparisons: [comparison], warnings: ['weights: formula'], notes: ['no map'] }))
    expect(text).toContain('<p class="banner" role="note">weights: formula</p>')
    expect(text.indexOf('no map')).toBeGreaterThan(0)
    expect(text.indexOf('no map')).toBeLessThan(text.indexOf('<main>'))
  })

  it.each<[string, Outcome, RegExp]>([
    ['skipped', skipped('missing-field', 'no gold answer'), /<strong>skipped<\/strong>.*no gold answer/s],
    ['failed', failed({ _tag: 'Aborted', reason: 'enough' }), /<strong>failed<\/strong>.*Aborted.*aborted: enough/s],
    ['minus zero', scored(-0), /<title>ssim: 0<\/title>/],
  ])('%s', (_, outcome, shown) => {
    expect(renderPage(page({ outcome }))).toMatch(shown)
  })

  it('shows parts as a tree, those that were not run too', () => {
    const inner: RewardMeta = { ...meta, name: 'inner', parts: { deep: meta, lost: meta } }
    const outcome: Outcome = {
      ...scored(0.5),
      parts: { 'inner#2': { ...scored(-0.5), parts: { deep: scored(1, { reason: 'it is' }) } } },
    }
    const text = renderPage(page({ meta: { ...meta, parts: { 'inner#2': inner } }, outcome }))
    const tree = between(text, '<ul class="tree">', '</section>')
      .replace(/<svg.*?<\/svg>/gs, '')
      .replace(/<[^>]+>/g, ' ')
    expect(tree.split(/\s+/).join(' ').trim()).toBe(
      'ssim 0.5 of [-1, 1] inner#2 -0.5 of [-1, 1] deep 1 of [-1, 1] why it is lost not run',
    )
  })

  it('names of prototypes are names of parts like any other', () => {
    const outcome: Outcome = { ...scored(0.5), parts: { constructor: scored(0.25) } }
    expect(renderPage(page({ outcome }))).toContain('<b>constructor</b> <span class="number">0.25</span>')
  })
})
