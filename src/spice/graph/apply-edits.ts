import { bindPronouns } from './bind-pronouns.js'
import type { Graph } from './graph.js'
import { moveQuantifiers } from './move-quantifiers.js'

/** What SPICE itself changes in the graph before it reads tuples off it: quantifier phrases, then pronouns. RULES 4. */
export const applyEdits = (graph: Graph): Graph => bindPronouns(moveQuantifiers(graph))
