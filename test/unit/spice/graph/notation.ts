import type { Graph } from '../../../../src/spice/graph/graph.js'
import type { Sentence } from '../../../../src/spice/sentence.js'

/** A sentence from `word/lemma/TAG/label/head` for each token; a head is a number, 0 the root. */
export const sentenceOf = (notation: string): Sentence => {
  const tokens = notation.split(/\s+/u).filter((token) => token !== '')
  const column = (at: number) => tokens.map((token) => token.split('/')[at] as string)
  return { words: column(0), lemmas: column(1), tags: column(2), labels: column(3), heads: column(4).map(Number) }
}

/** The edges as `label(governor, dependant)`, sorted; `5.1` is the first copy of token 5. */
export const edgesIn = ({ tokens, edges }: Graph): ReadonlyArray<string> => {
  const copies = new Map<number, number>()
  const names = tokens.map((token, node) => {
    if (token === node) return String(node)
    copies.set(token, (copies.get(token) ?? 0) + 1)
    return `${token}.${copies.get(token)}`
  })
  return edges
    .map(({ governor, dependant, relation, suffix }) => {
      const label = suffix === '' ? relation : `${relation}:${suffix}`
      return `${label}(${names[governor]}, ${names[dependant]})`
    })
    .sort()
}
