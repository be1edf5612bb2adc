/** All of a study in one HTML file that needs no other. */
import { chart, markShape } from './charts.js'
import { parameterCount } from './policy.js'
import type { Study } from './study.js'
import { curveOf, MEASURES, type Measure, STRATEGIES, type StrategyName, STRATEGY_NAMES, summaryOf } from './summary.js'
import { COLOURS, GRID } from './tasks.js'

const DRAWN = ['separate', 'alternating', 'unified', 'longer', 'refined', 'mean', 'gaussian'] as const

const COLUMNS: Readonly<Record<Measure, string>> = {
  mcq: 'accuracy',
  format: 'layout',
  ssim: 'SSIM',
  matching: 'matching',
  text: 'text reward',
  image: 'image reward',
}

const STYLE = `
:root { color-scheme: light dark; --page: #fcfcfb; --ink: #1d1d1b; --soft: #5c5b57; --rule: #e3e2de; --axis: #a9a8a2;
  --separate: #2a78d6; --alternating: #c2570c; --unified: #12805c; --refined: #6d4bc4; --mean: #6b6a65; --gaussian: #b3246b; }
@media (prefers-color-scheme: dark) { :root { --page: #191918; --ink: #f1f0ec; --soft: #b5b4ae; --rule: #353532; --axis: #75746e;
  --separate: #5b9df0; --alternating: #f08c4a; --unified: #35b98c; --refined: #a48bf0; --mean: #a5a49e; --gaussian: #ec6ba6; } }
body { margin: 0 auto; max-width: 1180px; padding: 28px 20px 48px; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 34px 0 8px; } p { margin: 4px 0; color: var(--soft); max-width: 88ch; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 20px; margin-top: 10px; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); } svg .title { font-size: 14px; font-weight: 600; fill: var(--ink); }
svg .grid { stroke: var(--rule); } svg .axis { stroke: var(--axis); } svg .split { stroke: var(--axis); stroke-dasharray: 2 4; }
.line { fill: none; stroke: var(--hue); stroke-width: 2; stroke-linejoin: round; } .band { fill: var(--hue); opacity: 0.1; }
.mark { fill: var(--hue); stroke: var(--page); stroke-width: 1.5; } .dot { fill: transparent; }
${['separate', 'alternating', 'unified', 'refined', 'mean', 'gaussian'].map((name) => `.${name} { --hue: var(--${name}); }`).join(' ')}
.longer { --hue: var(--unified); } .longer .line { stroke-dasharray: 5 4; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 16px 0 0; padding: 0; list-style: none; } .legend li { display: flex; align-items: center; gap: 7px; }
.legend svg { width: 26px; height: 16px; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; } caption { text-align: left; color: var(--soft); padding: 12px 0 4px; }
th, td { padding: 5px 12px 5px 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; } th { font-weight: 600; }
th:first-child { text-align: left; } td small { color: var(--soft); }
.shown td, .shown thead th { text-align: left; vertical-align: top; white-space: normal; } .shown thead small { font-weight: 400; color: var(--soft); }
.shown code { display: block; font-size: 11px; line-height: 1.35; color: var(--soft); min-width: 118px; } .shown tbody th { white-space: normal; width: 170px; }
.shown svg { width: 56px; height: 56px; display: block; margin: 2px 0 4px; } .cell0 { fill: #d93a34; } .cell1 { fill: #2f9e44; } .cell2 { fill: #2f6fe0; } .cell3 { fill: #f0c419; }`

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

/** The page of studies of one length, at least one. */
export const page = (studies: ReadonlyArray<Study>): string => {
  const [first] = studies
  const split = first!.steps
  const curves = (measure: Measure) =>
    DRAWN.map((name) => ({ name, title: STRATEGIES[name].title, points: curveOf(studies, name, measure) }))
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
    table(studies, 'trained', 'On the prompts of training, sampled anew'),
    table(studies, 'heldOut', 'On three scenes that were held out'),
    '<h2>What they paint and answer</h2>',
    specimens(first!),
  ]
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>The co-RL pilot study in miniature</title><style>${STYLE}</style></head><body>\n${parts.join('\n')}\n</body></html>\n`
}
