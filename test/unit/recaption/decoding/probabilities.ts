import type { Script } from './scripted-run.js'

/** The tokens of scripts worked by hand. */
export const [BEGIN, END, A, B] = [0, 1, 2, 3]

/** Scores whose softmax is these probabilities, of END, A and B in this order; BEGIN never comes again. */
export const chances = (...probabilities: ReadonlyArray<number>): ReadonlyArray<number> =>
  [0, ...probabilities].map(Math.log)

/** A script by the text so far, its beginning left out: '' for nothing, 'AB' for A, B. What is not listed ends. */
export const byText =
  (table: Readonly<Record<string, ReadonlyArray<number>>>): Script =>
  (_, ids) => {
    const text = ids.slice(1).map((id) => 'xEAB'[id])
    return chances(...(table[text.join('')] ?? [1, 0, 0]))
  }
