import { CHART_WASM } from './chart-wasm.js'
import type { Grammar, WordTags } from './grammar.js'

/** What chart.as exports; addresses are offsets in the memory. */
interface Kernel {
  readonly setGrammar: (
    symbols: number,
    root: number,
    binaryStart: number,
    binaryRight: number,
    binaryParent: number,
    binaryScore: number,
    unaryStart: number,
    unaryParent: number,
    unaryScore: number,
    prior: number,
  ) => void
  readonly setChart: (
    scratch: number,
    stride: number,
    cellStart: number,
    cellCount: number,
    itemSymbol: number,
    itemScore: number,
    itemLeft: number,
    itemRight: number,
    capacity: number,
    wordStart: number,
    wordSymbol: number,
    wordScore: number,
    wordClass: number,
    nodes: number,
    mostNodes: number,
  ) => void
  readonly setContext: (
    group: number,
    before: number,
    after: number,
    opens: number,
    closes: number,
    classes: number,
  ) => void
  readonly parse: (words: number, width: number, most: number) => number
}

/** As much of it as is used here; the compiler knows no WebAssembly without the browser's library. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

const PAGE = 65536
const MOST_PAGES = 1024
const SCRATCH_ARRAYS = 9
/** The kernel counts and stacks in these arrays, too, for which a small grammar has too few symbols. */
const LEAST_STRIDE = 1024
/** A binary tree has two nodes a word; the others have one child. */
const NODES_PER_WORD = 32

/** How much of each cell is kept: items within `width` of the best (natural logarithm, with the symbol's prior), and not more than `most`. */
export interface Beam {
  readonly width: number
  readonly most: number
}

/** The nodes of a parse in pre-order, two numbers each: the symbol; then the word's number, -1 before one child, -2 before two. */
export type ParseNodes = Int32Array

export interface Chart {
  /** The best parse; undefined where the beam leaves none. The nodes are a view that the next call overwrites. */
  readonly parse: (words: ReadonlyArray<WordTags>, beam: Beam) => ParseNodes | undefined
}

/** The most candidate symbols that the words of a sentence have together, and the most items in a chart. */
const MOST_WORD_TAGS = 2 ** 16

/** Sets up the memory of a chart parser for sentences of up to `longest` words and up to `items` items a chart. */
export const openChart = (grammar: Grammar, longest: number, items: number): Chart => {
  let end = 64
  const reserve = (entries: number): number => {
    const address = end
    end += Math.ceil(entries / 16) * 64
    return address
  }
  const symbols = grammar.prior.length
  const stride = Math.max(LEAST_STRIDE, symbols)
  const mostNodes = longest * NODES_PER_WORD
  const { binary, unary, context } = grammar
  const place = {
    binaryStart: reserve(symbols + 1),
    binaryRight: reserve(binary.right.length),
    binaryParent: reserve(binary.right.length),
    binaryScore: reserve(binary.right.length),
    unaryStart: reserve(symbols + 1),
    unaryParent: reserve(unary.parent.length),
    unaryScore: reserve(unary.parent.length),
    prior: reserve(symbols),
    group: reserve(symbols),
    before: reserve(context.before.length),
    after: reserve(context.after.length),
    opens: reserve(context.opens.length),
    closes: reserve(context.closes.length),
    // The kernel takes the arrays to follow one another without a gap.
    scratch: reserve(stride * SCRATCH_ARRAYS),
    cellStart: reserve((longest + 1) ** 2),
    cellCount: reserve((longest + 1) ** 2),
    itemSymbol: reserve(items),
    itemScore: reserve(items),
    itemLeft: reserve(items),
    itemRight: reserve(items),
    wordStart: reserve(longest + 1),
    wordSymbol: reserve(MOST_WORD_TAGS),
    wordScore: reserve(MOST_WORD_TAGS),
    wordClass: reserve(longest + 2),
    nodes: reserve(mostNodes * 2),
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE), maximum: MOST_PAGES })
  const module = new WebAssembly.Module(Uint8Array.from(atob(CHART_WASM), (letter) => letter.charCodeAt(0)))
  const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as Kernel
  const ints = new Int32Array(memory.buffer)
  const floats = new Float32Array(memory.buffer)
  ints.set(binary.start, place.binaryStart >> 2)
  ints.set(binary.right, place.binaryRight >> 2)
  ints.set(binary.parent, place.binaryParent >> 2)
  floats.set(binary.score, place.binaryScore >> 2)
  ints.set(unary.start, place.unaryStart >> 2)
  ints.set(unary.parent, place.unaryParent >> 2)
  floats.set(unary.score, place.unaryScore >> 2)
  floats.set(grammar.prior, place.prior >> 2)
  new Uint8Array(memory.buffer).set(context.opens, place.opens)
  new Uint8Array(memory.buffer).set(context.closes, place.closes)
  ints.set(context.group, place.group >> 2)
  floats.set(context.before, place.before >> 2)
  floats.set(context.after, place.after >> 2)
  kernel.setGrammar(
    symbols,
    grammar.root,
    place.binaryStart,
    place.binaryRight,
    place.binaryParent,
    place.binaryScore,
    place.unaryStart,
    place.unaryParent,
    place.unaryScore,
    place.prior,
  )
  kernel.setContext(place.group, place.before, place.after, place.opens, place.closes, context.classes)
  kernel.setChart(
    place.scratch,
    stride,
    place.cellStart,
    place.cellCount,
    place.itemSymbol,
    place.itemScore,
    place.itemLeft,
    place.itemRight,
    items,
    place.wordStart,
    place.wordSymbol,
    place.wordScore,
    place.wordClass,
    place.nodes,
    mostNodes,
  )
  const [wordStart, wordSymbol, wordScore, wordClass, nodes] = [
    place.wordStart >> 2,
    place.wordSymbol >> 2,
    place.wordScore >> 2,
    place.wordClass >> 2,
    place.nodes >> 2,
  ]
  return {
    parse: (words, beam) => {
      if (words.length === 0 || words.length > longest) return undefined
      let at = 0
      for (let i = 0; i < words.length; i++) {
        const tags = words[i] as WordTags
        ints[wordStart + i] = at
        ints[wordClass + i + 1] = tags.kind
        const count = Math.min(tags.symbols.length, MOST_WORD_TAGS - at)
        ints.set(tags.symbols.subarray(0, count), wordSymbol + at)
        floats.set(tags.scores.subarray(0, count), wordScore + at)
        at += count
      }
      ints[wordStart + words.length] = at
      ints[wordClass] = 0
      ints[wordClass + words.length + 1] = 0
      const count = kernel.parse(words.length, beam.width, beam.most)
      return count > 0 ? ints.subarray(nodes, nodes + count * 2) : undefined
    },
  }
}
