import type { Derivation } from './derive.js'
import { labelOf } from './label-of.js'

/**
 * What the words beside a span say about the symbols over it (boundary estimates; Caraballo and Charniak 1998): for each group of symbols and
 * each class of words, the logarithm of how likely a word of that class is there. The class of a word is its likeliest tag, '' the edge.
 */
export interface Context {
  readonly before: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly after: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Pairs of classes between which no span of several words begins, or ends, in the original's trees, or hardly any. */
  readonly neverOpens: ReadonlySet<string>
  readonly neverCloses: ReadonlySet<string>
}

/** The name of a pair of neighbours. */
export const pairOf = (left: string, right: string): string => `${left} ${right}`

/** Symbols share what is beside them by their label and their parent's; the remainder of a rule by what was attached last, and on which side. */
export const groupOf = (symbol: string): string => {
  if (!symbol.startsWith('@'))
    return `${labelOf(symbol)}^${symbol.slice(symbol.indexOf('^', 1) + 1).replace(/-[ru]\b/g, '')}`
  const [own = '', , attached = ''] = symbol.slice(1).split('|')
  const last = attached.slice(attached.indexOf(' ') + 1)
  return `@${labelOf(own)}${last.charAt(0)}${labelOf(last.slice(1))}`
}

/** A group's own counts are mixed with the whole's as if it had been seen so many times more. */
const SMOOTHING = 20

export const contextOf = (
  examples: Iterable<readonly [words: ReadonlyArray<string>, derivation: Derivation]>,
  symbols: ReadonlyArray<string>,
  classOf: (word: string, index: number) => string,
): Context => {
  const groups = symbols.map(groupOf)
  const [before, after] = [new Map<string, Map<string, number>>(), new Map<string, Map<string, number>>()]
  const count = (table: Map<string, Map<string, number>>, group: string, name: string): void => {
    const row = table.get(group) ?? new Map<string, number>()
    table.set(group, row)
    row.set(name, (row.get(name) ?? 0) + 1)
  }
  const [opening, closing] = [edgeCounter(), edgeCounter()]
  for (const [words, { rules, spans, tags }] of examples) {
    const classes = ['', ...words.map(classOf), '']
    const [opened, closed] = [new Set<number>(), new Set<number>()]
    const note = (symbol: number, begin: number, end: number): void => {
      const group = groups[symbol] ?? ''
      count(before, group, classes[begin] ?? '')
      count(after, group, classes[end + 1] ?? '')
    }
    for (const [i, symbol] of tags.entries()) note(symbol, i, i + 1)
    for (let i = 0; 3 * i < rules.length; i++) {
      const [begin, end] = [spans[2 * i] as number, spans[2 * i + 1] as number]
      note(rules[3 * i] as number, begin, end)
      if (end - begin < 2) continue
      opened.add(begin)
      closed.add(end)
    }
    for (let i = 0; i <= words.length; i++) {
      const pair = pairOf(classes[i] ?? '', classes[i + 1] ?? '')
      opening.note(pair, opened.has(i))
      closing.note(pair, closed.has(i))
    }
  }
  return {
    before: logarithms(before),
    after: logarithms(after),
    neverOpens: opening.never(),
    neverCloses: closing.never(),
  }
}

/** A pair needs so many examples, of which at most this share has an edge there. */
const FEWEST_PAIRS = 50
const LEAST_SHARE = 0.0005

const edgeCounter = (): {
  readonly note: (pair: string, isEdge: boolean) => void
  readonly never: () => ReadonlySet<string>
} => {
  const counts = new Map<string, { seen: number; edges: number }>()
  return {
    note: (pair, isEdge) => {
      const count = counts.get(pair) ?? { seen: 0, edges: 0 }
      counts.set(pair, count)
      count.seen++
      if (isEdge) count.edges++
    },
    never: () =>
      new Set(
        [...counts]
          .filter(([, { seen, edges }]) => seen >= FEWEST_PAIRS && edges <= seen * LEAST_SHARE)
          .map(([pair]) => pair),
      ),
  }
}

const logarithms = (
  table: ReadonlyMap<string, ReadonlyMap<string, number>>,
): ReadonlyMap<string, ReadonlyMap<string, number>> => {
  const whole = new Map<string, number>()
  for (const row of table.values()) for (const [name, n] of row) whole.set(name, (whole.get(name) ?? 0) + n)
  const total = [...whole.values()].reduce((a, b) => a + b, 0)
  return new Map(
    [...table].map(([group, row]) => {
      const seen = [...row.values()].reduce((a, b) => a + b, 0)
      const logarithm = (name: string, n: number): number => {
        const share = n / total
        // The class's own frequency is the same for all symbols over a span, and so is left out.
        return Math.log(((row.get(name) ?? 0) + SMOOTHING * share) / (seen + SMOOTHING) / share)
      }
      return [group, new Map([...whole].map(([name, n]) => [name, logarithm(name, n)]))]
    }),
  )
}
