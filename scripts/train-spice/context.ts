import type { Derivation } from './derive.js'
import { labelOf } from './label-of.js'

/**
 * What the words beside a span say about the symbols over it (boundary estimates; Caraballo and Charniak 1998): for each group of symbols and
 * each class of words, the logarithm of how likely a word of that class is there. The class of a word is its likeliest tag, '' the edge.
 */
export interface Context {
  readonly before: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly after: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** Symbols share what is beside them by their label and their parent's; the remainder of a rule by what was attached last, and on which side. */
export const groupOf = (symbol: string): string => {
  if (!symbol.startsWith('@')) return `${labelOf(symbol)}^${symbol.slice(symbol.indexOf('^', 1) + 1)}`
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
  for (const [words, { rules, spans, tags }] of examples) {
    const classes = ['', ...words.map(classOf), '']
    const note = (symbol: number, begin: number, end: number): void => {
      const group = groups[symbol] ?? ''
      count(before, group, classes[begin] ?? '')
      count(after, group, classes[end + 1] ?? '')
    }
    for (const [i, symbol] of tags.entries()) note(symbol, i, i + 1)
    for (let i = 0; 3 * i < rules.length; i++)
      note(rules[3 * i] as number, spans[2 * i] as number, spans[2 * i + 1] as number)
  }
  return { before: logarithms(before), after: logarithms(after) }
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
