import type { Tuple } from '../sentence.js'
import { display } from './display.js'
import type { SceneGraph } from './scene-graph.js'

/**
 * The tuples of a graph: objects, attributes, relations (RULES 6.4).
 *
 * @param graph - A scene graph.
 * @returns Every object; every object with each of its attributes; source, relation and target of every relation. The strings of a
 *   merged concept are joined by `/`, in the order of the original.
 * @example
 * ```ts @import.meta.vitest
 * const { sceneGraph } = await import('./scene-graph.js')
 * const graph = sceneGraph([[['ball', 'red']]], { synsets: () => [] })
 * expect(tuplesOf(graph)).toEqual([['ball'], ['ball', 'red']])
 * ```
 * @category destructors
 * @since 0.3.0
 */
export const tuplesOf = ({ objects, attributes, relations }: SceneGraph): ReadonlyArray<Tuple> => {
  const names = objects.concepts.map(display)
  const tuples: Array<Tuple> = names.map((name) => [name])
  for (const [object, list] of attributes.entries())
    for (const attribute of list?.concepts ?? []) tuples.push([names[object] as string, display(attribute)])
  for (const [source, byTarget] of relations.entries())
    for (const [target, { concepts }] of byTarget ?? [])
      for (const relation of concepts)
        tuples.push([names[source] as string, display(relation), names[target] as string])
  return tuples
}
