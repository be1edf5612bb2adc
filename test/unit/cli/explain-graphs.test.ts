import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type GraphComparisons, watchGraphs } from '../../../src/cli/explain/graph-comparisons.js'
import { graphSection } from '../../../src/cli/explain/graph-section.js'
import { graphText } from '../../../src/cli/explain/graph-text.js'
import type { JudgedGraph } from '../../../src/cli/explain/judged-graph.js'
import { renderPage } from '../../../src/cli/explain/render-page.js'
import { type Outcome, scored } from '../../../src/core/index.js'
import { fromSpec } from '../../../src/presets/index.js'
import { score } from '../../../src/score.js'
import { showError } from '../../../src/core/error.js'
import { spiceReward } from '../../../src/spice/index.js'
import { toyLexicon } from '../spice/scene-graph/toy-lexicon.js'
import { judged } from './judged.js'
import { corl } from './run-in-process.js'

const verdicts = ({ tuples }: JudgedGraph): ReadonlyArray<string> =>
  tuples.map(({ verdict, tuple, matches }) =>
    [verdict, tuple.join(', '), ...matches.map((match) => match.join(', '))].join(': '),
  )

const cars = toyLexicon({ car: [1], automobile: [1], sofa: [2], couch: [2], red: [3], crimson: [3] })

describe('graphs held against each other', () => {
  it('each tuple is matched, extra or missed', () => {
    const { candidate, reference } = judged('man; horse, brown; man, ride, horse', 'man, ride, horse; horse, on, beach')
    expect(verdicts(candidate)).toEqual([
      'matched: man',
      'matched: horse',
      'extra: horse, brown',
      'matched: man, ride, horse',
    ])
    expect(verdicts(reference)).toEqual([
      'matched: man',
      'matched: horse',
      'missed: beach',
      'matched: man, ride, horse',
      'missed: horse, on, beach',
    ])
  })

  it('what matches under another name is told with that name', () => {
    const { candidate, reference } = judged('automobile, crimson; sofa; couch', 'car, red; sofa', cars)
    expect(verdicts(candidate)).toEqual([
      'matched: automobile: car',
      'matched: sofa/couch: sofa',
      'matched: automobile, crimson: car, red',
    ])
    expect(verdicts(reference)).toEqual([
      'matched: car: automobile',
      'matched: sofa: sofa/couch',
      'matched: car, red: automobile, crimson',
    ])
  })

  it('a reference tuple that is nobody’s first match is missed, as in the score, and says what matches it', () => {
    const lexicon = toyLexicon({ bank: [1, 2], shore: [1], depository: [2] })
    const { reference, categories } = judged('bank', 'shore; depository', lexicon)
    expect(verdicts(reference)).toEqual(['missed: shore: bank', 'matched: depository: bank'])
    expect(categories[0]).toMatchObject({ counts: { tp: 1, fn: 1 }, candidate: 1, reference: 2 })
  })

  it('attributes and relations know their objects', () => {
    const { candidate } = judged('a, x; b, y; b, z; b, to, a; a, to, b; a, near, a', 'a')
    const names = candidate.tuples.map(({ tuple }) => tuple[0])
    expect(candidate.owners.map((owner) => names[owner])).toEqual(['a', 'b', 'b'])
    expect(candidate.ends.map((ends) => ends.map((end) => names[end]))).toEqual(
      candidate.tuples.slice(-3).map(({ tuple }) => [tuple[0], tuple[2]]),
    )
  })

  it('soft matching tells the nearest, and how near', () => {
    const { candidate } = judged('puppy', 'dog', toyLexicon({}), { match: 'soft' })
    const { tuple, similarity } = candidate.tuples[0]!.nearest!
    expect(tuple).toEqual(['dog'])
    expect(similarity).toBeGreaterThan(0)
    expect(similarity).toBeLessThan(1)
  })
})

describe('graphs as text', () => {
  it('says all there is to say, in columns', () => {
    const comparison = judged('automobile, crimson; man', ['car, red; car, on, street', 'dog'], cars)
    expect(graphText(comparison)).toBe(`scene graphs of spice (variant clamped, match exact)

candidate (caption): 3 tuples, 2 matched, 1 extra
  matched  object     automobile (matches: car)
  extra    object     man
  matched  attribute  automobile, crimson (matches: car, red)

reference (prompt, 2 texts): 5 tuples, 2 matched, 3 missed
  matched  object     car (matches: automobile)
  missed   object     street
  missed   object     dog
  matched  attribute  car, red (matches: automobile, crimson)
  missed   relation   car, on, street

               F  precision  recall  matched  candidate  reference
All          0.5     0.6667     0.4        2          3          5
Object       0.4        0.5  0.3333        1          2          3
Relation       0          0       0        0          0          1
Attribute      1          1       1        1          1          1
Color          0          0       0        0          0          1
Cardinality    -          -       -        0          0          0
Size           -          -       -        0          0          0
`)
  })

  it('an empty graph names no object', () => {
    expect(graphText(judged('', 'man'))).toContain('candidate (caption): names no object\n')
  })

  it('control characters do not reach a terminal', () => {
    const text = graphText(judged('\u001b[31mred\u202e', 'man'))
    expect(text).toContain('\\u001b[31mred\\u202e')
  })
})

const EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)>"\''

const pageOf = (caption: string, prompt: string | ReadonlyArray<string>): string =>
  renderPage({
    meta: spiceReward().meta,
    outcome: scored(0.5),
    spec: '"spice"',
    version: '0.0.0',
    fields: [],
    warnings: [],
    notes: [],
    pictures: [],
    comparisons: [],
    graphs: [judged(caption, prompt)],
  })

describe('graphs on the page', () => {
  it('every tuple stands in the drawing and in the table, with its verdict in words', () => {
    const text = graphSection(judged('man; horse, brown; man, ride, horse', 'man; dog')).text
    const titles = [...text.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title)
    const rows = [...text.matchAll(/<tr class="(\w+)">(.*?)<\/tr>/gs)].map(([, verdict, cells]) => {
      const plain = cells!.replace(/<[^>]*>/g, '').trim()
      expect(plain.startsWith(verdict!)).toBe(true)
      return `${plain.replace(/^(matched|extra|missed)(object|attribute|relation)/, '')}: ${verdict}`
    })
    expect(rows).toEqual([
      'man: matched',
      'horse: extra',
      'horse, brown: extra',
      'man, ride, horse: extra',
      'man: matched',
      'dog: missed',
    ])
    expect([...titles].sort()).toEqual([...rows].sort())
  })

  it('signs and broken lines tell verdicts apart without colour', () => {
    const drawn = (caption: string, prompt: string) => graphSection(judged(caption, prompt)).text
    const signs = (text: string, verdict: string) =>
      new Set(
        [
          ...text.matchAll(
            new RegExp(`<g class="${verdict}"><title>.*?<path class="sign" d="M\\S+ \\S+?([hm].*?)"`, 'gs'),
          ),
        ].map(([, sign]) => sign),
      )
    const text = drawn('man, tall; man, on, man', 'man, small')
    expect(signs(text, 'extra')).toEqual(new Set(['h8m-4 -4v8']))
    expect(signs(text, 'missed')).toEqual(new Set(['h8']))
    expect(pageOf('a', 'b')).toMatch(/\.extra, \.missed \{[^}]*--broken: 4 3/)
  })

  it('escapes every string of a graph', () => {
    const evil = EVIL.replaceAll(';', '').replaceAll(',', '')
    const text = pageOf(`${evil}; ${evil}, ${evil}; ${evil}, ${evil}, ${evil}`, [evil, evil])
    expect(text).not.toContain('<img')
    expect(text.match(/<script/g)).toHaveLength(1)
    expect(text).not.toMatch(/\sstyle=/)
    expect(text.split('&lt;script&gt;alert(1)&lt;/script&gt;').length).toBeGreaterThan(10)
  })

  it('long texts are cut, and what turns text around is shown', () => {
    const long = 'a'.repeat(10_000)
    const text = pageOf(`${long}; ${long}, \u202e${long}; man, ${'\u{1f600}'.repeat(300)}, man`, 'man')
    expect(text.length).toBeLessThan(40_000)
    expect(text).not.toContain('\u202e')
    expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  })

  it('what is too much to draw is left out, and told', () => {
    const many = Array.from({ length: 100 }, (_, i) => `n${i}, to, n${(i + 1) % 100}; n0, a${i}`).join('; ')
    const text = graphSection(judged(many, 'n0')).text
    expect(text.match(/class="box"/g)).toHaveLength(60 + 1)
    expect(text).toContain('40 objects, 89 attributes and 41 relations are left out')
    expect(text).toContain('and 89 more')
  })

  it('an empty graph has no drawing', () => {
    const text = graphSection(judged('', 'man')).text
    expect(text).toContain('names no object')
    expect(text.match(/role="img"/g)).toHaveLength(1)
  })
})

describe('corl explain --reward spice', () => {
  const SAMPLE = { completion: 'A man is riding a horse.', prompt: 'A man is riding a brown horse.' }

  it('prints the score, both graphs and the categories', async () => {
    const { code, out } = await corl(['explain', '--reward', 'spice', '--sample', JSON.stringify(SAMPLE)])
    expect(code).toBe(0)
    expect(out).toMatch(/^spice: 0\.857\d* of \[0, 1\]$/m)
    expect(out).toContain('candidate (completion): 3 tuples, 3 matched, 0 extra\n  matched  object     man\n')
    expect(out).toContain('  missed   attribute  horse, brown\n')
    expect(out).toMatch(/^All {2,}0\.857\d +1 +0\.75 +3 +3 +4$/m)
  })

  it('--json says what `corl score` says', async () => {
    const { lines } = await corl(['explain', '--reward', 'spice', '--json', '--sample', JSON.stringify(SAMPLE)])
    expect(lines).toMatchObject([{ value: 6 / 7, parts: { precision: { value: 1 }, recall: { value: 0.75 } } }])
  })

  it('--html draws both graphs', async () => {
    const { code, out } = await corl([
      'explain',
      '--reward',
      'spice',
      '--html',
      '-',
      '--sample',
      JSON.stringify(SAMPLE),
    ])
    expect(code).toBe(0)
    expect(out).toContain('<h2>Scene graphs: spice</h2>')
    expect(out.match(/role="img"/g)).toHaveLength(2)
    expect(out).toContain('<title>horse, brown: missed</title>')
  })

  it('a sample without texts to compare is explained by its outcome alone', async () => {
    const { code, out } = await corl(['explain', '--reward', 'spice', '--sample', '{"caption": "A dog."}'])
    expect(code).toBe(0)
    expect(out).toMatch(/skipped \(missing-field\)/)
    expect(out).not.toContain('scene graphs')
  })

  /** What a reward says of a sample, and what is shown of it. */
  const explained = async (
    spec: unknown,
    sample: object,
  ): Promise<GraphComparisons & { readonly outcome: Outcome }> => {
    const { watchSpice, comparisons } = watchGraphs()
    const loaded = await fromSpec(spec, { watchSpice })()
    if (E.isLeft(loaded)) throw new Error(showError(loaded.left))
    const [outcome] = await score(loaded.right, [sample])
    return { outcome: outcome as Outcome, ...(await comparisons()) }
  }

  it('inside a composed reward it is found, once for the same options; other rewards have no graphs', async () => {
    const spice = { spice: { variant: 'released' } }
    const { graphs, notes } = await explained({ sum: ['spice', { clamp: ['spice', 0, 0.5] }, spice] }, SAMPLE)
    expect(graphs.map(({ facts }) => facts[0])).toEqual([
      ['variant', 'clamped'],
      ['variant', 'released'],
    ])
    expect(notes).toEqual([])
    expect(await explained('format', { completion: 'a' })).toMatchObject({ graphs: [], notes: [] })
  })

  it('the graphs give the score of the reward', async () => {
    for (const match of ['exact', 'soft']) {
      const sample = { caption: 'Two puppies on a sofa.', prompt: ['Two dogs lie on a red couch.', 'dogs on a couch'] }
      const { outcome, graphs } = await explained({ spice: { match } }, sample)
      expect(outcome).toMatchObject({ value: graphs[0]!.categories[0]!.counts.f })
    }
  })

  it.each([{}, { caption: 'a' }, { prompt: 'a' }, { caption: 7, prompt: 'a' }, { caption: 'abc', prompt: 'a' }])(
    '%j has nothing to show: the outcome says why',
    async (sample) => {
      expect(await explained({ spice: { maxLength: 2 } }, sample)).toMatchObject({ graphs: [], notes: [] })
    },
  )
})
