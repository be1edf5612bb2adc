/** All of a study in one HTML file that needs no other. */
import { chart, markShape } from './charts.js'
import { comparisonsOf, type Difference } from './compare.js'
import { parameterCount } from './policy.js'
import type { Study } from './study.js'
import { STYLE } from './style.js'
import {
  curveOf,
  type CurvePoint,
  MEASURES,
  type Measure,
  STRATEGIES,
  type StrategyName,
  STRATEGY_NAMES,
  summaryOf,
} from './summary.js'
import { COLOURS, GRID } from './tasks.js'

const DRAWN = ['separate', 'alternating', 'unified', 'longer', 'refined', 'mean', 'gaussian', 'untrained'] as const

const COLUMNS: Readonly<Record<Measure, string>> = {
  mcq: 'accuracy',
  format: 'layout',
  ssim: 'SSIM',
  matching: 'matching',
  text: 'text reward',
  image: 'image reward',
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const key = (name: (typeof DRAWN)[number]): string => {
  const shape =
    name === 'mean' || name === 'gaussian'
      ? `<path class="mark" d="${markShape(name, 13, 8)}"/>`
      : '<path class="line" d="M1 8H25"/>'
  return `<li class="${name}"><svg viewBox="0 0 26 16" aria-hidden="true">${shape}</svg>${STRATEGIES[name].title}</li>`
}

const table = (studies: ReadonlyArray<Study>, of: 'trained' | 'heldOut', caption: string): string => {
  const summary = summaryOf(studies)
  const cell = (name: StrategyName, measure: Measure): string => {
    const { mean, deviation } = summary[name][of][measure]
    return `<td>${mean.toFixed(3)}${studies.length > 1 ? ` <small>± ${deviation.toFixed(3)}</small>` : ''}</td>`
  }
  const rows = STRATEGY_NAMES.map(
    (name) => `<tr><th scope="row">${STRATEGIES[name].title}</th>${MEASURES.map((m) => cell(name, m)).join('')}</tr>`,
  )
  const heads = MEASURES.map((measure) => `<th scope="col">${COLUMNS[measure]}</th>`).join('')
  return `<div class="wide"><table><caption>${caption}</caption><thead><tr><th></th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

const WHEN = { trained: 'at the end', heldOut: 'at the end, held out', along: 'on average along stage 1' } as const

const difference = ({ mean, t, higher }: Difference, seeds: number): string =>
  `<td>${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(3)} <small>t ${t === null ? '–' : t.toFixed(1).replace('-', '−')}, higher in ${higher} of ${seeds}</small></td>`

const PAIRED =
  '<p>Paired by seed: mean difference, and t, this mean over its standard error. Of so many numbers some are large by chance.</p>'

/** What the seeds say of one strategy beside another. */
const comparisons = (studies: ReadonlyArray<Study>): string => {
  const rows = comparisonsOf(studies).map(({ of, less, when, differences: { text, image } }) => {
    const what = `${STRATEGIES[of].title} less ${STRATEGIES[less].title.toLowerCase()}, ${WHEN[when]}`
    return `<tr><th scope="row">${what}</th>${difference(text, studies.length)}${difference(image, studies.length)}</tr>`
  })
  return `<div class="wide"><table class="beside"><thead><tr><th></th><th scope="col">text reward</th><th scope="col">image reward</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

const grid = (picture: ReadonlyArray<number>): string => {
  const cells = picture.map(
    (colour, i) => `<rect class="cell${colour}" x="${i % GRID}" y="${Math.floor(i / GRID)}" width="1" height="1"/>`,
  )
  const names = picture.map((colour) => COLOURS[colour]).join(' ')
  return `<svg viewBox="0 0 ${GRID} ${GRID}" role="img" aria-label="${names}" shape-rendering="crispEdges">${cells.join('')}</svg>`
}

/** What the policies of the first seed paint and answer, one draw each. */
const specimens = ({ runs, seed }: Study): string => {
  const shown = runs.untrained.specimens
  const heads = shown.map(
    ({ caption, question }, i) =>
      `<th scope="col">${caption}<br><small>${question}${i < 3 ? '' : '<br>held out'}</small></th>`,
  )
  const rows = STRATEGY_NAMES.map((name) => {
    const { title, text, image } = STRATEGIES[name]
    const cells = shown.map(
      (_, i) =>
        `<td>${grid(runs[image].specimens[i]!.picture)}<code>${escaped(runs[text].specimens[i]!.answer)}</code></td>`,
    )
    return `<tr><th scope="row">${title}</th>${cells.join('')}</tr>`
  })
  return `<div class="wide"><table class="shown"><caption>Seed ${seed}, one draw each. A red, B green, C blue, D yellow.</caption><thead><tr><th></th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

/** A single point as a line from the first batch to the last. */
const levelled = ([point]: ReadonlyArray<CurvePoint>, studies: ReadonlyArray<Study>): ReadonlyArray<CurvePoint> => {
  const { batches } = curveOf(studies, 'longer', 'text').at(-1)!
  return [0, batches].map((at) => ({ ...point!, batches: at }))
}

/** The page of studies of one length, at least one. */
export const page = (studies: ReadonlyArray<Study>): string => {
  const [first] = studies
  const split = first!.steps
  const curves = (measure: Measure) =>
    DRAWN.map((name) => {
      const points = curveOf(studies, name, measure)
      return { name, title: STRATEGIES[name].title, points: name === 'untrained' ? levelled(points, studies) : points }
    })
  const seeds = studies.map(({ seed }) => seed)
  const spread = studies.length > 1 ? ' Lines are means over the seeds, bands and ± one standard deviation.' : ''
  const parts = [
    '<h1>The co-RL pilot study in miniature</h1>',
    `<p>One policy of ${parameterCount.toLocaleString('en')} parameters answers questions about scenes of two colours and paints them; it is trained from random weights by GRPO. ` +
      `${seeds.length === 1 ? 'Seed' : 'Seeds'} ${seeds.join(', ')}; ${split} batches of each task in stage 1, 128 answers or pictures a batch.${spread}</p>`,
    `<ul class="legend">${DRAWN.map(key).join('')}</ul>`,
    '<div class="charts">',
    chart({ title: 'Text: accuracy + layout', yLabel: 'mean reward, at most 2', split, series: curves('text') }),
    chart({
      title: 'Image: SSIM + text-image matching',
      yLabel: 'mean reward, at most 2',
      split,
      series: curves('image'),
    }),
    '</div>',
    '<h2>Where they end</h2>',
    table(
      studies,
      'trained',
      'On the prompts of training, sampled anew. Text reward: accuracy + layout; image reward: SSIM + matching.',
    ),
    table(studies, 'heldOut', 'On three scenes that were held out'),
    ...(studies.length > 1 ? ['<h2>Side by side</h2>', PAIRED, comparisons(studies)] : []),
    '<h2>What they paint and answer</h2>',
    specimens(first!),
  ]
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>The co-RL pilot study in miniature</title><style>${STYLE}</style></head><body>\n${parts.join('\n')}\n</body></html>\n`
}
