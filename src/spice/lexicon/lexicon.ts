/**
 * What words mean, as far as SPICE asks: which strings of a scene graph name the same thing. {@link readLexicon} makes one of
 * WordNet 3.0; another one can be put in its place.
 *
 * @category ports
 * @since 0.3.0
 */
export interface Lexicon {
  /**
   * The synsets of an object, an attribute or a predicate, which may be several words: "couch", "light blue", "sit on". Two
   * strings are synonyms when they have one in common.
   *
   * @returns Distinct integers, ascending; none where the string is not known.
   */
  readonly synsets: (concept: string) => ReadonlyArray<number>
}
