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
  /** How much likelier a symbol is before or after a word of a certain class (the logarithm), by groups of symbols: also for the beam alone. */
  readonly context: {
    readonly classes: number
    readonly group: Int32Array
    readonly before: Float32Array
    readonly after: Float32Array
    /** By the classes of two neighbours, 1 where a span of several words may begin, or end, between them; no others are looked at. */
    readonly opens: Uint8Array
    readonly closes: Uint8Array
  }
}

/** The symbols that a word may be, and their scores; `kind` is the class of the word for those beside it, 0 being the edge of the sentence. */
export interface WordTags {
  readonly kind: number
  readonly symbols: Int32Array
  readonly scores: Float32Array
}
