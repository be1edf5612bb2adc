import {
  BOX_WIDTH,
  BOX_X,
  type Box,
  type Edge,
  type GraphLayout,
  type GraphPart,
  LABEL_HEIGHT,
  LABEL_X,
  layoutOf,
  type Line,
  SIGN_ROOM,
} from './graph-layout.js'
import { remarkOn, tupleText } from './graph-text.js'
import type { JudgedGraph, JudgedTuple, Verdict } from './judged-graph.js'
import { type Html, markup } from './markup.js'

/** Enlarged by so much where there is room. */
const SCALE = 1.2

/** A scene graph as a picture, and what of it is left out. */
export interface GraphDrawing {
  readonly picture: Html
  readonly left: GraphLayout['left']
}

/**
 * Draws a graph: objects as boxes with their attributes, relations as lines with a label. What became of each is told by colour, by a sign
 * before its name, by whole or broken lines, and in its title.
 *
 * @param label - What it is of, for those who cannot see it.
 */
export const graphDrawing = (graph: JudgedGraph, label: string): GraphDrawing => {
  const { width, parts, left } = layoutOf(graph)
  return {
    picture: markup`<div class="graph" role="img" aria-label="${label}">${parts.map((part) => drawPart(part, width))}</div>`,
    left,
  }
}

const drawPart = ({ height, boxes, edges }: GraphPart, width: number): Html =>
  markup`<svg viewBox="0 0 ${width} ${at(height)}" width="${Math.round(width * SCALE)}" height="${Math.round(height * SCALE)}">
${edges.map(edgeLine)}${edges.map(edgeLabel)}${boxes.map(drawBox)}</svg>
`

/** The sign of a verdict, drawn so that no font need have it. */
export const sign = (verdict: Verdict, x: number, y: number): Html =>
  markup`<path class="sign" d="${SIGNS[verdict](x, y)}" />`

const SIGNS: Readonly<Record<Verdict, (x: number, y: number) => string>> = {
  matched: (x, y) => `M${at(x - 4)} ${at(y - 2)}h8m-8 4h8`,
  extra: (x, y) => `M${at(x - 4)} ${at(y)}h8m-4 -4v8`,
  missed: (x, y) => `M${at(x - 4)} ${at(y)}h8`,
}

const at = (place: number): string => String(Math.round(place * 10) / 10)

const text = ({ text: shown }: { readonly text: string }, x: number, y: number, room: number, kind: string): Html =>
  // Inside a picture of its own, which cuts off what is wider than it should be.
  markup`<svg x="${at(x)}" y="${at(y - 10)}" width="${at(room)}" height="20"><text class="${kind}" x="0" y="14.3">${shown}</text></svg>`

/** What a mouse that rests on it is told. Longer ones are cut. */
const title = (judged: JudgedTuple): Html => {
  const remark = remarkOn(judged)
  return markup`<title>${cut(`${tupleText(judged.tuple)}: ${judged.verdict}${remark === '' ? '' : ` (${remark})`}`)}</title>`
}

const MAX_TITLE = 300

/** Between two characters, not in the middle of one. */
export const cut = (whole: string, most = MAX_TITLE): string =>
  whole.length <= most ? whole : `${whole.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`

const drawBox = ({ y, height, name, attributes }: Box): Html => {
  const { judged } = name
  return markup`<g class="${judged?.verdict}"><rect class="box" x="${BOX_X}" y="${at(y)}" width="${BOX_WIDTH}" height="${at(height)}" rx="6" /><g>${judged === undefined ? undefined : title(judged)}${judged === undefined ? undefined : sign(judged.verdict, BOX_X + SIGN_ROOM / 2, name.y)}${text(name, BOX_X + SIGN_ROOM, name.y, BOX_WIDTH - SIGN_ROOM, 'object')}</g></g>
${attributes.map(attribute)}`
}

const attribute = (line: Line): Html => {
  const { judged, y } = line
  const shown = text(line, BOX_X + SIGN_ROOM, y, BOX_WIDTH - SIGN_ROOM, 'attribute')
  if (judged === undefined) return markup`<g class="rest">${shown}</g>`
  return markup`<g class="${judged.verdict}">${title(judged)}${sign(judged.verdict, BOX_X + SIGN_ROOM / 2, y)}${shown}</g>
`
}

/** Of the corners of a line. */
const RADIUS = 5
const ARROW = 7
const BOX_END = BOX_X + BOX_WIDTH

const edgeLine = ({ judged, from, to, lane }: Edge): Html => {
  const down = Math.sign(to - from)
  const radius = Math.min(RADIUS, Math.abs(to - from) / 2)
  const path = `M${BOX_END} ${at(from)}H${at(lane - radius)}q${at(radius)} 0 ${at(radius)} ${at(down * radius)}V${at(to - down * radius)}q0 ${at(down * radius)} ${at(-radius)} ${at(down * radius)}H${BOX_END + ARROW}`
  return markup`<g class="${judged.verdict}"><path class="edge" d="${path}" /><path class="arrow" d="M${BOX_END} ${at(to)}l${ARROW + 1} -4v8z" /></g>
`
}

const edgeLabel = ({ judged, from, label }: Edge): Html => {
  const width = SIGN_ROOM + label.width + 6
  return markup`<g class="${judged.verdict}">${title(judged)}<rect class="pill" x="${LABEL_X}" y="${at(from - LABEL_HEIGHT / 2)}" width="${at(width)}" height="${LABEL_HEIGHT}" rx="${LABEL_HEIGHT / 2}" />${sign(judged.verdict, LABEL_X + SIGN_ROOM / 2, from)}${text(label, LABEL_X + SIGN_ROOM, from, label.width + 6, 'relation')}</g>
`
}
