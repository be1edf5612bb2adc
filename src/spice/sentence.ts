/**
 * What the stages of SPICE hand to one another: text -> tokens -> tree -> basic dependencies -> graph -> proposals.
 * Tokens are numbered from 1 within their sentence, as in the original's output; 0 is the root of a graph.
 */

/** A token of a sentence: its form after normalisation (`-LRB-` for a bracket), and where it stands in the text, in UTF-16 units. */
export interface Token {
  readonly word: string
  readonly begin: number
  readonly length: number
}

/**
 * A node of a constituency tree. A pre-terminal carries its token's number (from 1) and has no children; every other node has
 * `token` 0 and at least one child. The label of a pre-terminal is the token's part-of-speech tag (Penn Treebank).
 */
export interface Constituent {
  readonly label: string
  readonly token: number
  readonly children: ReadonlyArray<Constituent>
}

/** Basic Universal Dependencies: of token i + 1, the number of its head (0 the root, -1 none) and the relation to it. */
export interface Dependencies {
  readonly heads: ReadonlyArray<number>
  readonly labels: ReadonlyArray<string>
}

/** A sentence as the rules read it. All lists have one entry a token. */
export interface Sentence extends Dependencies {
  readonly words: ReadonlyArray<string>
  readonly lemmas: ReadonlyArray<string>
  readonly tags: ReadonlyArray<string>
}

/** What a sentence proposes for the scene graph: an object, an attribute of an object, or [subject, object, predicate], in the original's order of the three. */
export type Proposal =
  | readonly [object: string]
  | readonly [object: string, attribute: string]
  | readonly [subject: string, object: string, predicate: string]

/** A tuple of a scene graph: an object; an object and its attribute; subject, predicate, object. */
export type Tuple =
  | readonly [object: string]
  | readonly [object: string, attribute: string]
  | readonly [subject: string, predicate: string, object: string]
