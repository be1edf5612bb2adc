import { type Html, markup } from './markup.js'
import type { PagePicture } from './page.js'
import type { TokenComparison } from './token-comparison.js'
import type { GridSize } from './token-grid.js'

/** Where cells lie in a picture. */
export interface Frame extends GridSize {
  readonly width: number
  readonly height: number
  /** On the screen where there is room, in pixels. */
  readonly widthPx: number
}

/** The side of a cell without an image under it, in units of the picture. */
const CELL = 10

/** Cells in one row are so high that it is this many times as wide as high, at most. */
const MOST_OBLONG = 14

const MAX_PX = 640

/** Cells of a small grid are no larger than that. */
const MAX_CELL_PX = 96

/** The frame of the image where the cells lie over it, else one of square cells; where they stand in one row, of high ones. */
export const frameOf = ({ grid }: TokenComparison, picture: PagePicture | undefined): Frame => {
  const { rows, columns, isUnknown } = grid
  const isOver = picture !== undefined && !isUnknown
  const width = isOver ? picture.width : CELL * columns
  const height = isOver ? picture.height : CELL * Math.max(rows, isUnknown ? columns / MOST_OBLONG : 0)
  const most = Math.min(MAX_PX, (MAX_PX * width) / height)
  return { rows, columns, width, height, widthPx: Math.round(isOver ? most : Math.min(most, MAX_CELL_PX * columns)) }
}

/** A picture of the grid. */
export const gridDrawing = ({ width, height, widthPx }: Frame, label: string, content: Html): Html =>
  markup`<svg class="grid" viewBox="0 0 ${at(width)} ${at(height)}" width="${widthPx}" role="img" aria-label="${label}">${content}</svg>`

/** A map of colours over the whole frame. */
export const mapImage = ({ width, height }: Frame, url: string, kind: string): Html =>
  markup`<image class="cells ${kind}" href="${url}" width="${at(width)}" height="${at(height)}" preserveAspectRatio="none" />`

/** The cells of some kind, as one path: joined along rows, so that no seams show between them. */
export const cellsPath = (frame: Frame, isIn: (cell: number) => boolean, kind: string, id?: string): Html => {
  const [wide, high] = sizeOf(frame)
  let path = ''
  for (let row = 0; row < frame.rows; row++) {
    for (let column = 0; column < frame.columns; column++) {
      const from = column
      while (column < frame.columns && isIn(row * frame.columns + column)) column++
      if (column > from) {
        const width = at((column - from) * wide)
        path += `M${at(from * wide)} ${at(row * high)}h${width}v${at(high)}h-${width}z`
      }
    }
  }
  return markup`<path class="${kind}"${id === undefined ? undefined : markup` id="${id}"`} d="${path}" />`
}

/** A cross in each cell of some kind. */
export const crosses = (frame: Frame, isIn: (cell: number) => boolean): Html => {
  const [wide, high] = sizeOf(frame)
  const [w, h] = [at(wide / 2), at(high / 2)]
  let path = ''
  for (let cell = 0; cell < frame.rows * frame.columns; cell++) {
    if (!isIn(cell)) continue
    const [x, y] = cornerOf(frame, cell)
    path += `M${at(x + wide / 4)} ${at(y + high / 4)}l${w} ${h}m0 -${h}l-${w} ${h}`
  }
  return markup`<path class="cross" d="${path}" />`
}

/** One cell. */
export const cellBox = (frame: Frame, cell: number, kind: string, content?: Html): Html => {
  const [wide, high] = sizeOf(frame)
  const [x, y] = cornerOf(frame, cell)
  return markup`<rect class="${kind}" x="${at(x)}" y="${at(y)}" width="${at(wide)}" height="${at(high)}">${content}</rect>`
}

const sizeOf = ({ rows, columns, width, height }: Frame): readonly [wide: number, high: number] => [
  width / columns,
  height / rows,
]

const cornerOf = (frame: Frame, cell: number): readonly [x: number, y: number] => {
  const [wide, high] = sizeOf(frame)
  return [(cell % frame.columns) * wide, Math.floor(cell / frame.columns) * high]
}

const at = (place: number): string => String(Math.round(place * 100) / 100)
