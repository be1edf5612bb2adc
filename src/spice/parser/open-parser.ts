import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../core/error.js'
import { openChart } from './chart.js'
import type { WordTags } from './grammar.js'
import {
  CONTEXT_STEP,
  HEADER_BYTES,
  MAGIC,
  sectionsOf,
  SCORE_STEP,
  VERSION,
  type ModelDescription,
} from './model-layout.js'
import { LONGEST_SENTENCE, MOST_ITEMS, sentenceParser } from './parse-words.js'
import type { SentenceParser } from './sentence-parser.js'
import { wordIndex } from './word-index.js'
import { wordTagger } from './word-tags.js'

type Numbers = Uint8Array | Int8Array | Uint16Array | Int16Array
type Sections = ReadonlyMap<string, Numbers>

/**
 * The parser in a file made by `npm run train:spice`.
 *
 * @param bytes - The file data/spice/parser.bin. Word entries are unpacked as words are asked for.
 * @param file - How errors name it.
 * @returns Left `BadFile` where the bytes are no such file, cut off, or point outside of themselves; else Right the parser.
 */
export const openParser = (bytes: Uint8Array, file = 'parser.bin'): E.Either<RewardError, SentenceParser> => {
  const model = descriptionOf(bytes)
  if (typeof model === 'string') return E.left(badFile(file, model))
  const sections = sectionsIn(bytes, model)
  if (typeof sections === 'string') return E.left(badFile(file, sections))
  return E.right(parserOf(model, sections))
}

const badFile = (file: string, received: string): RewardError => ({
  _tag: 'BadFile',
  file,
  expected: 'a trained parser of SPICE',
  received,
})

const COUNTS = ['symbols', 'root', 'binary', 'unary', 'words', 'classes', 'tags', 'groups', 'text'] as const

/** The description, or what is wrong. */
const descriptionOf = (bytes: Uint8Array): (ModelDescription & { readonly end: number }) | string => {
  if (bytes.length < HEADER_BYTES) return 'something else'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION) return 'something else'
  const end = HEADER_BYTES + view.getUint32(8, true)
  if (view.getUint32(12, true) !== bytes.length || end > bytes.length)
    return `${bytes.length} bytes instead of ${view.getUint32(12, true)}`
  const text = new TextDecoder().decode(bytes.subarray(HEADER_BYTES, end))
  const parsed = E.tryCatch(
    () => JSON.parse(text) as unknown,
    () => 'a description that is not JSON',
  )
  if (E.isLeft(parsed)) return parsed.left
  const model = parsed.right as Partial<ModelDescription> | null
  if (typeof model !== 'object' || model === null || !Array.isArray(model.labels)) return 'a description without labels'
  for (const name of COUNTS) {
    const count = model[name]
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > MOST_ENTRIES)
      return `no valid number of ${name}`
  }
  return { ...(model as ModelDescription), end }
}

const MOST_ENTRIES = 2 ** 24

/** The sections as typed arrays, every index in them checked; or what is wrong. */
const sectionsIn = (bytes: Uint8Array, model: ModelDescription & { readonly end: number }): Sections | string => {
  const sections = new Map<string, Numbers>()
  let at = model.end
  for (const [name, entries, size] of sectionsOf(model)) {
    at = Math.ceil(at / 4) * 4
    const end = at + entries * size
    if (end > bytes.length) return `${bytes.length} bytes, too few for its ${name}`
    // Copied, so that the section is aligned whatever the file's own place in memory.
    const { buffer } = new Uint8Array(bytes.subarray(at, end))
    const signed = name.endsWith('Score') || name === 'prior'
    const isContext = name === 'before' || name === 'after'
    if (size === 1) sections.set(name, isContext ? new Int8Array(buffer) : new Uint8Array(buffer))
    else sections.set(name, signed ? new Int16Array(buffer) : new Uint16Array(buffer))
    at = end
  }
  if (at !== bytes.length) return `${bytes.length} bytes instead of ${at}`
  for (const name of ['binaryRight', 'binaryParent', 'unaryParent', 'tagSymbol'])
    if (mostOf(sections.get(name)) >= model.symbols) return `a ${name} that is no symbol`
  if (model.root >= model.symbols) return 'a root that is no symbol'
  if (mostOf(sections.get('symbolGroup')) >= model.groups) return 'a symbol without group'
  if (mostOf(sections.get('symbolLabel')) >= model.labels.length) return 'a symbol without label'
  for (const [name, total] of [
    ['binaryCount', model.binary],
    ['unaryCount', model.unary],
    ['tagCount', model.tags],
  ] as const)
    if (sumOf(sections.get(name)) !== total) return `a ${name} that does not add up`
  // A positive unary rule could go round in circles.
  if (mostOf(sections.get('unaryScore')) >= 0) return 'a unary rule that gains'
  return sections
}

const mostOf = (values: Numbers = NOTHING): number => {
  let most = -1
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > most) most = values[i] as number
  return most
}

const NOTHING = new Uint8Array(0)

const sumOf = (counts: Numbers = NOTHING): number => {
  let sum = 0
  for (let i = 0; i < counts.length; i++) sum += counts[i] as number
  return sum
}

/** Where each one's entries start, and the end of the last. */
const startsOf = (counts: Numbers): Int32Array => {
  const starts = new Int32Array(counts.length + 1)
  for (let i = 0; i < counts.length; i++) starts[i + 1] = (starts[i] as number) + (counts[i] as number)
  return starts
}

const scaled = (steps: Numbers, step: number): Float32Array => {
  const values = new Float32Array(steps)
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * step
  return values
}

const parserOf = (model: ModelDescription, sections: Sections): SentenceParser => {
  const section = (name: string): Numbers => sections.get(name) as Uint16Array
  const ints = (name: string): Int32Array => new Int32Array(section(name))
  const scores = (name: string): Float32Array => scaled(section(name), SCORE_STEP)
  const labels = Array.from(section('symbolLabel'), (label) => model.labels[label] as string)
  const grammar = {
    root: model.root,
    binary: {
      start: startsOf(section('binaryCount')),
      right: ints('binaryRight'),
      parent: ints('binaryParent'),
      score: scores('binaryScore'),
    },
    unary: { start: startsOf(section('unaryCount')), parent: ints('unaryParent'), score: scores('unaryScore') },
    prior: scores('prior'),
    context: {
      classes: model.labels.length,
      group: ints('symbolGroup'),
      before: scaled(section('before'), CONTEXT_STEP),
      after: scaled(section('after'), CONTEXT_STEP),
      opens: section('opens') as Uint8Array,
      closes: section('closes') as Uint8Array,
    },
  }
  const starts = startsOf(section('tagCount'))
  const [tagSymbol, tagScore, symbolLabel] = [section('tagSymbol'), section('tagScore'), section('symbolLabel')]
  const unpack = (entry: number): WordTags => {
    const [start, end] = [starts[entry] as number, starts[entry + 1] as number]
    const symbols = new Int32Array(tagSymbol.subarray(start, end))
    const scored = scaled(tagScore.subarray(start, end), SCORE_STEP)
    let best = 0
    const merit = (i: number): number => (scored[i] as number) + (grammar.prior[symbols[i] as number] as number)
    for (let i = 1; i < symbols.length; i++) if (merit(i) > merit(best)) best = i
    return {
      kind: symbols.length === 0 ? 0 : (symbolLabel[symbols[best] as number] as number),
      symbols,
      scores: scored,
    }
  }
  const text = section('text') as Uint8Array
  const entries = wordIndex(text, 0, model.words)
  const classes = wordIndex(text, model.words, model.classes)
  const chart = openChart(grammar, LONGEST_SENTENCE, MOST_ITEMS)
  return sentenceParser(chart, wordTagger(entries, classes, unpack), labels, model.labels)
}
