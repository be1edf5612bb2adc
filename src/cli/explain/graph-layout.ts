import { type FittedText, fitted } from './text-width.js'
import type { JudgedGraph, JudgedTuple } from './judged-graph.js'

/**
 * Where everything of a drawn graph is. Objects are boxes in a column, one below the other, their attributes inside. Each relation leaves its
 * subject to the right at a height of its own, where its label stands, runs down or up a lane, and comes back to its object. So no two
 * labels can meet, whatever the graph, and it fits a narrow screen. In pixels.
 */
export interface GraphLayout {
  /** Of every part. */
  readonly width: number
  /** Objects that relations join, however far apart; each part has its own heights. Parts can be torn apart, between two pages, say. */
  readonly parts: ReadonlyArray<GraphPart>
  /** What is not drawn because there is too much of it. */
  readonly left: { readonly objects: number; readonly attributes: number; readonly relations: number }
}

/** Objects that hang together, and the relations between them. */
export interface GraphPart {
  readonly height: number
  readonly boxes: ReadonlyArray<Box>
  readonly edges: ReadonlyArray<Edge>
}

/** Text at a place: its left end, and its middle. */
export interface Line extends FittedText {
  readonly y: number
  /** None for what stands for those that are left out. */
  readonly judged: JudgedTuple | undefined
}

export interface Box {
  readonly y: number
  readonly height: number
  readonly name: Line
  readonly attributes: ReadonlyArray<Line>
}

export interface Edge {
  readonly judged: JudgedTuple
  /** Heights at which it leaves its subject and meets its object. */
  readonly from: number
  readonly to: number
  /** Where its lane is. */
  readonly lane: number
  readonly label: FittedText
}

/** The column of objects. */
export const BOX_X = 6
export const BOX_WIDTH = 156
/** Room for the sign before a text, and behind it. */
export const SIGN_ROOM = 22
const END_ROOM = 8

/** The column of labels. */
export const LABEL_X = BOX_X + BOX_WIDTH + 14
const LABEL_WIDTH = 132
export const LABEL_HEIGHT = 20

const LANES_X = LABEL_X + LABEL_WIDTH + 8
const LANES_ROOM = 48
const WIDEST_LANE = 10
const NARROWEST_LANE = 4

/** Bold letters of 13 pixels are as wide as plain ones of this size. */
const NAME_SIZE = 14.3
const TEXT_SIZE = 12

const NAME_HEIGHT = 28
const ROW_HEIGHT = 19
const ROWS_END = 5
const PORT_HEIGHT = 25
const GAP = 14
const EDGE = 6

/** More would be no drawing. */
const MAX_OBJECTS = 60
const MAX_ATTRIBUTES = 12
const MAX_RELATIONS = 120

/** @returns The same layout for the same graph. */
export const layoutOf = (graph: JudgedGraph): GraphLayout => {
  const { sizes, tuples, owners, ends } = graph
  const [objects, attributes, relations] = sizes
  const drawn = Math.min(objects, MAX_OBJECTS)
  const shown: Array<Shown> = []
  for (const [i, [subject, object]] of ends.entries())
    if (shown.length < MAX_RELATIONS && Math.max(subject, object) < drawn)
      shown.push({ subject, object, judged: tuples[objects + attributes + i] as JudgedTuple })
  const attributesOf = Array.from({ length: drawn }, () => new Array<JudgedTuple>())
  owners.forEach((owner, i) => attributesOf[owner]?.push(tuples[objects + i] as JudgedTuple))
  const parts = partsOf(drawn, shown).map((order) => {
    const members = new Set(order)
    return layOut(
      order,
      shown.filter(({ subject }) => members.has(subject)),
      (object) => [tuples[object] as JudgedTuple, attributesOf[object] as ReadonlyArray<JudgedTuple>],
    )
  })
  const shownAttributes = parts.flatMap(({ boxes }) => boxes.flatMap((box) => box.attributes.filter(isJudged)))
  return {
    width: Math.max(LANES_X + LANES_ROOM, ...parts.map(({ end }) => end)) + EDGE,
    parts,
    left: {
      objects: objects - drawn,
      attributes: attributes - shownAttributes.length,
      relations: relations - shown.length,
    },
  }
}

/** A relation that is drawn. */
interface Shown {
  readonly subject: number
  readonly object: number
  readonly judged: JudgedTuple
}

/** Places objects in this order, and the relations between them. */
const layOut = (
  order: ReadonlyArray<number>,
  relations: ReadonlyArray<Shown>,
  texts: (object: number) => readonly [object: JudgedTuple, attributes: ReadonlyArray<JudgedTuple>],
): GraphPart & { readonly end: number } => {
  const ports = portsOf(order, relations)
  const boxes: Array<Box> = []
  const heights = relations.map(() => [0, 0] as [from: number, to: number])
  let y = EDGE
  for (const object of order) {
    const own = ports.get(object) ?? []
    const box = boxOf(...texts(object), y, own.length)
    own.forEach(({ edge, end }, k) => {
      ;(heights[edge] as [number, number])[end] = y + ((k + 0.5) * box.height) / own.length
    })
    boxes.push(box)
    y += box.height + GAP
  }
  const lanes = lanesOf(heights)
  const count = Math.max(0, ...lanes) + 1
  const step = Math.max(NARROWEST_LANE, Math.min(WIDEST_LANE, LANES_ROOM / count))
  return {
    end: Math.ceil(LANES_X + (count - 1) * step),
    height: y - GAP + EDGE,
    boxes,
    edges: relations.map(({ judged }, i) => {
      const [from, to] = heights[i] as [number, number]
      const label = fitted(judged.tuple[1] as string, LABEL_WIDTH - SIGN_ROOM - END_ROOM, TEXT_SIZE)
      return { judged, from, to, lane: LANES_X + (lanes[i] as number) * step, label }
    }),
  }
}

const isJudged = ({ judged }: Line): boolean => judged !== undefined

const boxOf = (object: JudgedTuple, attributes: ReadonlyArray<JudgedTuple>, y: number, ports: number): Box => {
  const room = BOX_WIDTH - SIGN_ROOM - END_ROOM
  const isTooMany = attributes.length > MAX_ATTRIBUTES
  const shown = isTooMany ? attributes.slice(0, MAX_ATTRIBUTES - 1) : attributes
  const rowAt = (i: number): number => y + NAME_HEIGHT + (i + 0.5) * ROW_HEIGHT
  const rows = shown.map((judged, i): Line => ({
    judged,
    y: rowAt(i),
    ...fitted(judged.tuple[1] as string, room, TEXT_SIZE),
  }))
  const rest = `and ${attributes.length - shown.length} more`
  if (isTooMany) rows.push({ judged: undefined, y: rowAt(rows.length), ...fitted(rest, room, TEXT_SIZE) })
  const height = NAME_HEIGHT + (rows.length === 0 ? 0 : rows.length * ROW_HEIGHT + ROWS_END)
  const name = { judged: object, y: y + NAME_HEIGHT / 2, ...fitted(object.tuple[0], room, NAME_SIZE) }
  return { y, height: Math.max(height, ports * PORT_HEIGHT), name, attributes: rows }
}

/** The objects that hang together, part by part: those that are related stand close together, each followed by what its relations lead to. */
const partsOf = (count: number, relations: ReadonlyArray<Shown>): ReadonlyArray<ReadonlyArray<number>> => {
  const beside = Array.from({ length: count }, () => new Array<number>())
  for (const { subject, object } of relations) {
    beside[subject]?.push(object)
    beside[object]?.push(subject)
  }
  const seen = new Set<number>()
  const parts: Array<ReadonlyArray<number>> = []
  for (let first = 0; first < count; first++) {
    const part: Array<number> = []
    const open = [first]
    for (let object = open.pop(); object !== undefined; object = open.pop()) {
      if (seen.has(object)) continue
      seen.add(object)
      part.push(object)
      open.push(...[...(beside[object] as ReadonlyArray<number>)].reverse())
    }
    if (part.length > 0) parts.push(part)
  }
  return parts
}

/** Where a relation meets a box. */
interface Port {
  readonly edge: number
  /** 0 where it leaves its subject, 1 where it meets its object. */
  readonly end: 0 | 1
}

/** Of each object its ports from top to bottom: what leads up stands above what leads down. */
const portsOf = (
  order: ReadonlyArray<number>,
  relations: ReadonlyArray<Shown>,
): ReadonlyMap<number, ReadonlyArray<Port>> => {
  const place = new Map(order.map((object, i) => [object, i]))
  const ports = new Map(order.map((object) => [object, new Array<Port & { readonly other: number }>()]))
  for (const [edge, { subject, object }] of relations.entries()) {
    ports.get(subject)?.push({ edge, end: 0, other: place.get(object) as number })
    ports.get(object)?.push({ edge, end: 1, other: place.get(subject) as number })
  }
  for (const own of ports.values()) own.sort((a, b) => a.other - b.other || a.edge - b.edge || a.end - b.end)
  return ports
}

/** A lane for each edge: short ones take the inner lanes, and no two share a piece of one. */
const lanesOf = (heights: ReadonlyArray<readonly [number, number]>): ReadonlyArray<number> => {
  const lanes = new Array<number>(heights.length).fill(0)
  const taken: Array<Array<readonly [low: number, high: number]>> = []
  const spans = heights.map(([from, to], edge) => ({ edge, low: Math.min(from, to), high: Math.max(from, to) }))
  for (const { edge, low, high } of spans.sort((a, b) => a.high - a.low - (b.high - b.low) || a.edge - b.edge)) {
    let lane = 0
    while (taken[lane]?.some(([from, to]) => low <= to && from <= high) === true) lane++
    ;(taken[lane] ??= []).push([low, high])
    lanes[edge] = lane
  }
  return lanes
}
