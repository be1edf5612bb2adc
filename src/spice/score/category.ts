import type { Concept } from '../scene-graph/concept.js'
import type { SceneGraph } from '../scene-graph/scene-graph.js'

/**
 * What tuples a score is about: all; those of one, two or three concepts; attributes that are colours, numbers up to ten, or sizes.
 *
 * @category model
 * @since 0.3.0
 */
export type Category = 'All' | 'Object' | 'Relation' | 'Attribute' | 'Color' | 'Cardinality' | 'Size'

/** The words of the kinds of attributes (RULES 7). */
const KINDS: ReadonlyArray<string> = [
  'black brown blue red yellow pink gray grey green dark light white cream orange purple maroon beige violet',
  'one two three four five six seven eight nine ten',
  `baby illimitable scrawny beefy immeasurable short big immense sizable bony infinitesimal skeletal boundless lanky skimpy brawny
   large skinny broad lean slender bulky life-size slim chunky limitless small colossal little squat compact mammoth stocky
   corpulent massive stout cosmic meager strapping cubby measly sturdy curvy microscopic tall elfin mini teensy emaciated miniature
   teeny endless minuscule teeny-tiny enormous minute teeny-weeny epic narrow thick expansive obese thickset extensive outsized
   thin fat oversize tiny fleshy overweight titanic full-size paltry towering gargantuan petite trifling gaunt pint-size trim
   giant plump tubby gigantic pocket-size undersized grand portly underweight great pudgy unlimited heavy puny vast hefty rotund
   wee huge scanty whopping hulking scraggy wide`,
]

/** The kinds as flags: an attribute may be of one or none. */
export const COLOR = 1
export const CARDINALITY = 2
export const SIZE = 4

const KIND_OF: ReadonlyMap<string, number> = new Map(
  KINDS.flatMap((words, i) => words.split(/\s+/).map((word) => [word, 1 << i] as const)),
)

/** A merged attribute is of no kind: the original looks at what it displays, which is no word of the lists. */
const kindOf = ({ strings }: Concept): number => (strings.length === 1 ? (KIND_OF.get(strings[0] as string) ?? 0) : 0)

/** The kinds of all attributes of a graph, in the order of its tuples. */
export const kindsOf = ({ attributes }: SceneGraph): ReadonlyArray<number> => {
  const kinds: Array<number> = []
  for (const list of attributes)
    if (list !== undefined) for (const concept of list.concepts) kinds.push(kindOf(concept))
  return kinds
}
