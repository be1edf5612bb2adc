import { createHash } from 'node:crypto'
import { showError } from '../../core/error.js'
import type { Outcome } from '../../core/outcome.js'
import { showRange } from '../show-range.js'
import { comparisonSection, picture } from './comparison-section.js'
import { graphSection } from './graph-section.js'
import { Html, markup } from './markup.js'
import { shortNumber } from './numbers.js'
import { outcomeTree } from './outcome-tree.js'
import type { ExplainPage } from './page.js'
import { script } from './script.js'
import { style } from './style.js'
import { tokenSection } from './token-section.js'

/**
 * A page that stands by itself: pictures, style and the script of the sliders are inside, and its own policy forbids it to load or run
 * anything else.
 *
 * @param page - Texts are plain; each is escaped.
 * @returns A whole HTML document.
 */
export const renderPage = (page: ExplainPage): string => {
  const { meta, outcome, spec, version, fields, warnings, notes, pictures, comparisons, graphs, tokens } = page
  const css = style()
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(css)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${titleOf(meta.name, outcome)}</title>
<style>${new Html(css)}</style>
</head>
<body>
<header>
  <p class="over">corl explain</p>
  <h1>${meta.name}</h1>
  ${verdict(page)}
  ${partsLine(outcome)}
  ${warnings.map((warning) => markup`<p class="banner" role="note">${warning}</p>`)}
  ${outcome._tag === 'Failed' ? markup`<p class="error">${showError(outcome.error)}</p>` : undefined}
  ${notes.map((note) => markup`<p class="error">${note}</p>`)}
</header>
<main>
  ${comparisons.map(comparisonSection)}
  ${pictures.length === 0 ? undefined : markup`<section><h2>Images</h2><div class="pair${pictures.length === 1 ? ' alone' : ''}">${pictures.map((one, i) => picture(one, `picture-${i}`))}</div></section>`}
  ${tokens === undefined ? undefined : tokenSection(tokens)}
  ${graphs.map(graphSection)}
  <section><h2>Score</h2>${outcomeTree(meta, outcome)}</section>
  <section><h2>What was read</h2>${fieldList(fields)}</section>
  <section><h2>Reward</h2><pre>${spec}</pre></section>
</main>
<footer><p>corl-rewards ${version}</p></footer>
<script>${new Html(script)}</script>
</body>
</html>
`.text
}

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const policy = (css: string): string =>
  `default-src 'none'; img-src data:; style-src ${digest(css)}; script-src ${digest(script)}; base-uri 'none'; form-action 'none'`

const titleOf = (name: string, outcome: Outcome): string =>
  `${name}: ${outcome._tag === 'Scored' ? String(outcome.value + 0) : outcome._tag.toLowerCase()}`

const verdict = ({ meta, outcome }: ExplainPage): Html => {
  switch (outcome._tag) {
    case 'Scored':
      return markup`<p class="verdict"><strong title="${outcome.value + 0}">${Number(outcome.value.toPrecision(6)) + 0}</strong> <span class="soft">of ${showRange(meta.range)}</span></p>`
    case 'Skipped':
      return markup`<p class="verdict"><strong>skipped</strong> <span class="soft">${outcome.reason.message}</span></p>`
    case 'Failed':
      return markup`<p class="verdict failed"><strong>failed</strong> <span class="soft">${outcome.error._tag}</span></p>`
  }
}

/** What the whole is made of, at a glance; the tree below says it all. */
const partsLine = ({ parts = {} }: Outcome): Html | undefined => {
  const all = Object.entries(parts)
  if (all.length === 0) return undefined
  return markup`<ul class="parts">${all.map(([name, part]) => markup`<li><span class="soft">${name}</span> ${partValue(part)}</li>`)}</ul>`
}

const partValue = (part: Outcome): Html =>
  part._tag === 'Scored'
    ? markup`<b title="${part.value + 0}">${shortNumber(part.value)}</b>`
    : markup`<span class="${part._tag === 'Failed' ? 'bad' : 'soft'}">${part._tag.toLowerCase()}</span>`

const fieldList = (fields: ExplainPage['fields']): Html =>
  fields.length === 0
    ? markup`<p class="soft">The reward does not say which fields it reads.</p>`
    : markup`<dl class="fields">${fields.map(
        ([name, text]) =>
          markup`<div><dt>${name}</dt><dd>${text === undefined ? markup`<span class="soft">not given</span>` : markup`<pre>${text}</pre>`}</dd></div>`,
      )}</dl>`
