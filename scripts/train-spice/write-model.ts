import {
  CONTEXT_STEP,
  HEADER_BYTES,
  MAGIC,
  SCORE_STEP,
  sectionsOf,
  VERSION,
  type ModelDescription,
} from '../../src/spice/parser/model-layout.js'

import { groupOf, pairOf, type Context } from './context.js'
import { labelOf } from './label-of.js'

/** A word or a class of words with its tags: symbols and scores. */
export type TagList = ReadonlyArray<readonly [symbol: number, score: number]>

export interface TrainedParser {
  readonly symbols: ReadonlyArray<string>
  readonly prior: ReadonlyArray<number>
  /** [parent, first child, second child or -1, score] */
  readonly rules: ReadonlyArray<readonly [number, number, number, number]>
  readonly words: ReadonlyMap<string, TagList>
  readonly classes: ReadonlyMap<string, TagList>
  readonly context: Context
  readonly about: string
}

const MOST_TAGS = 255

const toSteps = (score: number): number => Math.max(-32767, Math.min(32767, Math.round(score / SCORE_STEP)))

const ascending = (a: number, b: number): number => a - b
const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0

/** The file of a parser. The same parser gives the same bytes. */
export const writeModel = (trained: TrainedParser): Uint8Array => {
  const used = new Set<number>()
  for (const [parent, first, second] of trained.rules) for (const s of [parent, first, second]) if (s >= 0) used.add(s)
  const order = [...used].sort(ascending)
  const place = new Map(order.map((symbol, i) => [symbol, i]))
  const at = (symbol: number): number => place.get(symbol) as number
  const labels = ['', ...new Set(order.map((s) => labelOf(trained.symbols[s] ?? '')).filter((label) => label !== ''))]
  const binary = trained.rules
    .filter((rule) => rule[2] >= 0)
    .toSorted((a, b) => at(a[1]) - at(b[1]) || at(a[2]) - at(b[2]) || at(a[0]) - at(b[0]))
  const unary = trained.rules
    .filter((rule) => rule[2] < 0)
    .toSorted((a, b) => at(a[1]) - at(b[1]) || at(a[0]) - at(b[0]))
  const groups = [...new Set(order.map((s) => groupOf(trained.symbols[s] ?? '')))]
  const groupNumber = new Map(groups.map((name, i) => [name, i]))
  const contexts = (side: Context['before']): ReadonlyArray<number> =>
    groups.flatMap((name) =>
      labels.map((label) =>
        Math.max(-127, Math.min(127, Math.round((side.get(name)?.get(label) ?? 0) / CONTEXT_STEP))),
      ),
    )
  const edges = (never: ReadonlySet<string>): ReadonlyArray<number> =>
    labels.flatMap((left) => labels.map((right) => (never.has(pairOf(left, right)) ? 0 : 1)))
  const entries = [...[...trained.words].sort(byName), ...[...trained.classes].sort(byName)].map(([name, list]) => {
    const tags = list
      .filter(([symbol]) => used.has(symbol))
      .map(([symbol, score]) => [at(symbol), toSteps(score)] as const)
      .sort((a, b) => a[0] - b[0])
    if (tags.length > MOST_TAGS || name.includes('\n'))
      throw new Error(`the entry ${JSON.stringify(name)} does not fit`)
    return { name, tags }
  })
  const text = new TextEncoder().encode(entries.map(({ name }) => `${name}\n`).join(''))
  const counts = (lists: ReadonlyArray<number>): ReadonlyArray<number> => {
    const all = new Array<number>(order.length).fill(0)
    for (const symbol of lists) all[symbol] = (all[symbol] ?? 0) + 1
    return all
  }
  const description: ModelDescription = {
    labels,
    symbols: order.length,
    root: at(trained.symbols.indexOf('ROOT')),
    binary: binary.length,
    unary: unary.length,
    words: trained.words.size,
    classes: trained.classes.size,
    tags: entries.reduce((sum, { tags }) => sum + tags.length, 0),
    groups: groups.length,
    text: text.length,
    about: trained.about,
  }
  const values = new Map<string, ArrayLike<number>>([
    ['symbolLabel', order.map((s) => labels.indexOf(labelOf(trained.symbols[s] ?? '')))],
    ['prior', order.map((s) => toSteps(trained.prior[s] ?? 0))],
    ['symbolGroup', order.map((s) => groupNumber.get(groupOf(trained.symbols[s] ?? '')) ?? 0)],
    ['before', contexts(trained.context.before)],
    ['after', contexts(trained.context.after)],
    ['opens', edges(trained.context.neverOpens)],
    ['closes', edges(trained.context.neverCloses)],
    ['binaryCount', counts(binary.map((rule) => at(rule[1])))],
    ['binaryRight', binary.map((rule) => at(rule[2]))],
    ['binaryParent', binary.map((rule) => at(rule[0]))],
    ['binaryScore', binary.map((rule) => toSteps(rule[3]))],
    ['unaryCount', counts(unary.map((rule) => at(rule[1])))],
    ['unaryParent', unary.map((rule) => at(rule[0]))],
    ['unaryScore', unary.map((rule) => Math.min(-1, toSteps(rule[3])))],
    ['tagCount', entries.map(({ tags }) => tags.length)],
    ['tagSymbol', entries.flatMap(({ tags }) => tags.map(([symbol]) => symbol))],
    ['tagScore', entries.flatMap(({ tags }) => tags.map(([, score]) => score))],
    ['text', text],
  ])
  return assemble(description, values)
}

const assemble = (description: ModelDescription, values: ReadonlyMap<string, ArrayLike<number>>): Uint8Array => {
  const json = new TextEncoder().encode(JSON.stringify(description))
  let end = HEADER_BYTES + json.length
  for (const [, count, size] of sectionsOf(description)) end = Math.ceil(end / 4) * 4 + count * size
  const bytes = new Uint8Array(end)
  const view = new DataView(bytes.buffer)
  for (const [i, value] of [MAGIC, VERSION, json.length, end].entries()) view.setUint32(4 * i, value, true)
  bytes.set(json, HEADER_BYTES)
  let at = HEADER_BYTES + json.length
  for (const [name, count, size] of sectionsOf(description)) {
    at = Math.ceil(at / 4) * 4
    const list = values.get(name) ?? []
    if (list.length !== count) throw new Error(`${name}: ${list.length} entries instead of ${count}`)
    for (let i = 0; i < count; i++)
      if (size === 1) view.setUint8(at + i, list[i] as number)
      else view.setInt16(at + 2 * i, list[i] as number, true)
    at += count * size
  }
  return bytes
}
