import type { Edge } from '../graph/graph.js'

/** Whether the suffix of an `nmod` names what its phrase says of a noun or a verb; a possessor and an agent have rules of their own. */
export const isPreposition = (suffix: string): boolean => suffix !== '' && suffix !== 'poss' && suffix !== 'agent'

/** "next to" of `next_to`. */
export const spaced = (suffix: string): string => (suffix.includes('_') ? suffix.replaceAll('_', ' ') : suffix)

/** An `iobj`, a `dobj`, or any `nmod` with a suffix. RULES 5, `obj*`. */
export const isObject = ({ relation, suffix }: Edge): boolean =>
  relation === 'nmod' ? suffix !== '' : relation === 'dobj' || relation === 'iobj'
