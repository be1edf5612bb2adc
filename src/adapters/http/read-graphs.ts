import * as E from 'fp-ts/lib/Either.js'
import { isTuple } from '../../spice/is-tuple.js'
import type { Tuple } from '../../spice/sentence.js'
import { type Fault, fault } from './answer-fault.js'

/**
 * The graphs in the answer of a service: `{ "graphs": [[["dog"], ["dog", "brown"], ["dog", "chase", "ball"]], ...] }`, one a text, in order.
 *
 * @param count - Of the texts that were sent.
 */
export const readGraphs = (answer: unknown, count: number): E.Either<Fault, ReadonlyArray<ReadonlyArray<Tuple>>> => {
  const graphs = typeof answer === 'object' && answer !== null && 'graphs' in answer ? answer.graphs : undefined
  if (!Array.isArray(graphs) || graphs.length !== count) return fault('graphs', `an array of ${count}`, graphs)
  for (const [i, graph] of (graphs as ReadonlyArray<unknown>).entries()) {
    if (!Array.isArray(graph)) return fault(`graphs[${i}]`, 'an array of tuples', graph)
    for (const [j, tuple] of (graph as ReadonlyArray<unknown>).entries())
      if (!isTuple(tuple)) return fault(`graphs[${i}][${j}]`, 'an array of 1 to 3 strings that are not empty', tuple)
  }
  return E.right(graphs as ReadonlyArray<ReadonlyArray<Tuple>>)
}
