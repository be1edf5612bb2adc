import type { GraphComparison } from './compare-graphs.js'
import { cut, graphDrawing, type GraphDrawing, sign } from './graph-drawing.js'
import { CATEGORY_COLUMNS, categoryCells, kindOf, remarkOn, summary } from './graph-text.js'
import type { JudgedGraph, JudgedTuple, Verdict } from './judged-graph.js'
import { type Html, markup } from './markup.js'

/** Both scene graphs, drawn and as tables, and the numbers by category. */
export const graphSection = (comparison: GraphComparison): Html => {
  const { reward, facts, candidate, reference, field, text, references, categories } = comparison
  const from = references.length === 1 ? 'prompt' : `prompt, ${references.length} texts`
  return markup`<section>
    <h2>Scene graphs: ${reward}</h2>
    <dl class="facts">${facts.map(([label, text]) => markup`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
    ${legend}
    <div class="pair">${side('Candidate', field, [text], candidate, 'extra')}${side('Reference', from, references, reference, 'missed')}</div>
    <div class="wide"><table class="numbers">
      <caption>By category</caption>
      <thead><tr>${CATEGORY_COLUMNS.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${categories.map(categoryCells).map(([name, ...cells]) => markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody>
    </table></div>
    <div class="pair">${table('Tuples of the candidate', candidate)}${table('Tuples of the reference', reference)}</div>
  </section>`
}

const MAX_TEXTS = 5
const MAX_TEXT = 600

const said = (texts: ReadonlyArray<string>): Html => {
  const left = texts.length - MAX_TEXTS
  return markup`${texts.slice(0, MAX_TEXTS).map((text) => markup`<p class="said"><bdi>${cut(text, MAX_TEXT)}</bdi></p>`)}${left <= 0 ? undefined : markup`<p class="soft">and ${left} more texts</p>`}`
}

const mark = (verdict: Verdict): Html =>
  markup`<svg class="mark ${verdict}" viewBox="0 0 12 12" aria-hidden="true">${sign(verdict, 6, 6)}</svg>`

const legend = markup`<p class="legend-line"><span>${mark('matched')} matched: both have it</span> <span>${mark('extra')} extra: the candidate alone</span> <span>${mark('missed')} missed: the reference alone</span></p>`

const side = (
  title: string,
  from: string,
  texts: ReadonlyArray<string>,
  graph: JudgedGraph,
  otherwise: Verdict,
): Html => {
  const told = summary(graph, otherwise)
  const drawing =
    graph.tuples.length === 0
      ? undefined
      : graphDrawing(graph, `Scene graph of the ${title.toLowerCase()}: ${told}. The table of tuples says the same.`)
  return markup`<figure>
    <figcaption class="above"><b>${title}</b> <span class="soft">(${from}): ${told}</span></figcaption>
    ${said(texts)}
    ${drawing?.picture}${drawing === undefined ? undefined : leftOut(drawing)}
  </figure>`
}

const leftOut = ({ left }: GraphDrawing): Html | undefined => {
  const { objects, attributes, relations } = left
  if (objects + attributes + relations === 0) return undefined
  return markup`<p class="soft">Too much to draw it all: ${objects} objects, ${attributes} attributes and ${relations} relations are left out of the picture.</p>`
}

const MAX_ROWS = 500
const MAX_CELL = 300

const table = (caption: string, { tuples }: JudgedGraph): Html | undefined => {
  if (tuples.length === 0) return undefined
  const left = tuples.length - MAX_ROWS
  return markup`<div><table class="tuples">
      <caption>${caption}</caption>
      <thead><tr><th scope="col">verdict</th><th scope="col">kind</th><th scope="col">tuple</th></tr></thead>
      <tbody>${tuples.slice(0, MAX_ROWS).map(row)}</tbody>
    </table>${left <= 0 ? undefined : markup`<p class="soft">and ${left} more</p>`}</div>`
}

const row = (judged: JudgedTuple): Html => {
  const remark = remarkOn(judged)
  const { tuple, verdict } = judged
  // Isolated: a place in a script from right to left must not turn its neighbours around.
  const places = tuple.map((place, i) => markup`${i === 0 ? '' : ', '}<bdi>${cut(place, MAX_CELL)}</bdi>`)
  return markup`<tr class="${verdict}"><td class="verdict-cell">${mark(verdict)} ${verdict}</td><td>${kindOf(tuple)}</td><td><div>${places}${remark === '' ? undefined : markup` <span class="soft">(${cut(remark, MAX_CELL)})</span>`}</div></td></tr>
`
}
