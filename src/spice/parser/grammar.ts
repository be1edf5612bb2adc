/**
 * A binary grammar with scores (natural logarithms; a sum over the rules and words of a tree). Rules are sorted by their first child: those of
 * symbol s stand between start[s] and start[s + 1].
 */
export interface Grammar {
  readonly root: number
  readonly binary: {
    readonly start: Int32Array
    readonly right: Int32Array
    readonly parent: Int32Array
    readonly score: Float32Array
  }
  readonly unary: { readonly start: Int32Array; readonly parent: Int32Array; readonly score: Float32Array }
  /** How likely a symbol is to be found over some span: what the beam adds to an item's score. */
  readonly prior: Float32Array
}

/** The symbols that a word may be, and their scores. */
export interface WordTags {
  readonly symbols: Int32Array
  readonly scores: Float32Array
}
