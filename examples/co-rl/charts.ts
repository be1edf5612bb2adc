/** Reward curves as SVG. Colours and fonts are those of the page around it. */
import type { CurvePoint } from './summary.js'

/** What is drawn: a line with a band of one deviation to either side, or a single point as a mark. */
export interface Series {
  /** Names its class in the style sheet. */
  readonly name: string
  readonly title: string
  readonly points: ReadonlyArray<CurvePoint>
}

export interface Chart {
  readonly title: string
  readonly yLabel: string
  /** Where stage 1 ends, in batches. */
  readonly split: number
  readonly series: ReadonlyArray<Series>
}

const SIZE = { width: 560, height: 360, left: 52, right: 14, top: 30, bottom: 46 }
/** Both rewards are sums of two that are at most 1. */
const TOP = 2

const fixed = (value: number): string => value.toFixed(1)

interface Scales {
  readonly x: (batches: number) => number
  readonly y: (value: number) => number
  readonly end: number
}

const scalesOf = ({ series }: Chart): Scales => {
  const end = Math.max(...series.flatMap(({ points }) => points.map(({ batches }) => batches)), 1)
  const { width, height, left, right, top, bottom } = SIZE
  return {
    end,
    x: (batches) => left + (batches / end) * (width - left - right),
    y: (value) => top + (1 - Math.min(TOP, Math.max(0, value)) / TOP) * (height - top - bottom),
  }
}

const path = (at: ReadonlyArray<readonly [number, number]>): string =>
  at.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('')

/** A round step that cuts the axis in four to eight. */
const tickStep = (end: number): number => {
  const power = 10 ** Math.floor(Math.log10(end / 4))
  return Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((step) => end / step <= 8) ?? end)
}

const axes = ({ title, yLabel, split }: Chart, { x, y, end }: Scales): string => {
  const { width, height, left, right, bottom } = SIZE
  const floor = height - bottom
  const rows = [0, 0.5, 1, 1.5, 2].map(
    (value) =>
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/>` +
      `<text class="tick" x="${left - 8}" y="${fixed(y(value) + 4)}" text-anchor="end">${value.toFixed(1)}</text>`,
  )
  const step = tickStep(end)
  const columns = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step).map(
    (value) => `<text class="tick" x="${fixed(x(value))}" y="${floor + 18}" text-anchor="middle">${value}</text>`,
  )
  const stages =
    split < end
      ? `<line class="split" x1="${fixed(x(split))}" x2="${fixed(x(split))}" y1="${SIZE.top}" y2="${floor}"/>` +
        `<text class="tick" x="${fixed(x(split) - 6)}" y="${floor - 20}" text-anchor="end">stage 1</text>` +
        `<text class="tick" x="${fixed(x(split) + 6)}" y="${floor - 20}">stage 2</text>`
      : ''
  return (
    `<text class="title" x="${left}" y="16">${title}</text>${rows.join('')}${columns.join('')}${stages}` +
    `<line class="axis" x1="${left}" x2="${width - right}" y1="${floor}" y2="${floor}"/>` +
    `<text class="label" x="${fixed((left + width - right) / 2)}" y="${height - 8}" text-anchor="middle">batches of each task</text>` +
    `<text class="label" transform="translate(14 ${fixed((SIZE.top + floor) / 2)}) rotate(-90)" text-anchor="middle">${yLabel}</text>`
  )
}

const said = (title: string, { batches, mean, deviation }: CurvePoint): string =>
  `<title>${title}, ${batches} batches: ${mean.toFixed(3)}${deviation > 0 ? ` ± ${deviation.toFixed(3)}` : ''}</title>`

const line = ({ name, title, points }: Series, { x, y }: Scales): string => {
  const above = points.map(({ batches, mean, deviation }) => [x(batches), y(mean + deviation)] as const)
  const below = points.map(({ batches, mean, deviation }) => [x(batches), y(mean - deviation)] as const)
  const band = points.some(({ deviation }) => deviation > 0)
    ? `<path class="band" d="${path([...above, ...below.toReversed()])}Z"/>`
    : ''
  const middle = path(points.map(({ batches, mean }) => [x(batches), y(mean)] as const))
  const dots = points.map(
    (point) =>
      `<circle class="dot" cx="${fixed(x(point.batches))}" cy="${fixed(y(point.mean))}" r="7">${said(title, point)}</circle>`,
  )
  return `<g class="${name}">${band}<path class="line" d="${middle}"/>${dots.join('')}</g>`
}

const mark = ({ name, title, points }: Series, { x, y }: Scales, shift: number): string => {
  const [point] = points
  const [at, middle] = [x(point!.batches) + shift, y(point!.mean)]
  const reach = [y(point!.mean + point!.deviation), y(point!.mean - point!.deviation)] as const
  return (
    `<g class="${name}"><path class="line" d="${path([
      [at, reach[0]],
      [at, reach[1]],
    ])}"/>` + `<path class="mark" d="${markShape(name, at, middle)}">${said(title, point!)}</path></g>`
  )
}

/** A diamond for the Gaussian merge, a square for the mean: told apart without their colours. */
export const markShape = (name: string, x: number, y: number): string =>
  name === 'gaussian' ? `M${fixed(x)} ${fixed(y - 6)}l6 6l-6 6l-6 -6Z` : `M${fixed(x - 4.5)} ${fixed(y - 4.5)}h9v9h-9Z`

export const chart = (drawn: Chart): string => {
  const scales = scalesOf(drawn)
  const lines = drawn.series.filter(({ points }) => points.length > 1)
  const marks = drawn.series.filter(({ points }) => points.length === 1)
  return (
    `<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${drawn.title}">${axes(drawn, scales)}` +
    lines.map((series) => line(series, scales)).join('') +
    marks.map((series, i) => mark(series, scales, i === 0 ? -8 : 8)).join('') +
    '</svg>'
  )
}
