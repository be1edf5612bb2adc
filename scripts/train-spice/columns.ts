import { startsWithCapital } from '../../src/spice/parser/word-tags.js'
import type { Derivation } from './derive.js'

/** What a score is learned for: a rule (second child -1 where there is one child), or a word with a tag's symbol. */
type Column =
  | { readonly kind: 'rule'; readonly parent: number; readonly left: number; readonly right: number }
  | { readonly kind: 'word'; readonly word: string; readonly first: boolean; readonly symbol: number }

export interface Columns {
  readonly list: ReadonlyArray<Column>
  /** By column: how good the best tree is that it is part of, as the distance from the best tree of its sentence. */
  readonly distance: ReadonlyArray<number>
  /** By column: in how many trees it is, each weighed by exp(-distance). */
  readonly mass: ReadonlyArray<number>
  /** The columns of a derivation, in ascending order; those not met before are added. */
  readonly learn: (
    derivation: Pick<Derivation, 'rules' | 'tags'>,
    words: ReadonlyArray<string>,
    distance: number,
  ) => Int32Array
  readonly rule: (parent: number, left: number, right: number) => number | undefined
  readonly word: (word: string, first: boolean, symbol: number) => number | undefined
}

/** Whether a word stands at the beginning with a capital, which makes it another word. */
export const isFirst = (word: string, index: number): boolean => index === 0 && startsWithCapital(word)

/** Symbols are numbered below this, so that a rule's key is one number. */
const MOST_SYMBOLS = 2 ** 17

export const columnTable = (): Columns => {
  const list: Column[] = []
  const distance: number[] = []
  const mass: number[] = []
  const rules = new Map<number, number>()
  const words = new Map<string, number>()
  const ruleKey = (parent: number, left: number, right: number): number =>
    (parent * MOST_SYMBOLS + left) * MOST_SYMBOLS + right + 1
  const wordKey = (word: string, first: boolean, symbol: number): string => `${symbol} ${first ? 1 : 0}${word}`
  const add = (column: Column): number => {
    distance.push(Infinity)
    mass.push(0)
    return list.push(column) - 1
  }
  const learn: Columns['learn'] = ({ rules: triples, tags }, tokens, gap) => {
    const columns = new Int32Array(triples.length / 3 + tags.length)
    let n = 0
    for (let i = 0; i < triples.length; i += 3) {
      const [parent, left, right] = [triples[i] as number, triples[i + 1] as number, triples[i + 2] as number]
      const key = ruleKey(parent, left, right)
      let column = rules.get(key)
      if (column === undefined) rules.set(key, (column = add({ kind: 'rule', parent, left, right })))
      columns[n++] = column
    }
    for (let i = 0; i < tags.length; i++) {
      const [word, symbol] = [tokens[i] as string, tags[i] as number]
      const first = isFirst(word, i)
      const key = wordKey(word, first, symbol)
      let column = words.get(key)
      if (column === undefined) words.set(key, (column = add({ kind: 'word', word, first, symbol })))
      columns[n++] = column
    }
    for (const column of columns) {
      if (gap < (distance[column] as number)) distance[column] = gap
      mass[column] = (mass[column] as number) + Math.exp(-gap)
    }
    return columns.sort()
  }
  return {
    list,
    distance,
    mass,
    learn,
    rule: (parent, left, right) => rules.get(ruleKey(parent, left, right)),
    word: (word, first, symbol) => words.get(wordKey(word, first, symbol)),
  }
}
