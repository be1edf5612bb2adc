/** A part of speech, as WordNet divides words. */
export type PartOfSpeech = 'noun' | 'verb' | 'adjective' | 'adverb'

/**
 * What kind of thing a word means: its senses, and what each is a kind of. Ids of senses are numbers of its own: unlike those of
 * {@link Lexicon}, which follow the original, none is shared by two parts of speech.
 *
 * @category ports
 * @since 0.3.0
 */
export interface Taxonomy {
  /**
   * The senses of an object, an attribute or a predicate, inflected or not.
   *
   * @returns Distinct ids: nouns, verbs, adjectives, adverbs, the most frequent sense of each first; none where the string is not known.
   */
  readonly senses: (concept: string) => ReadonlyArray<number>

  readonly partOfSpeech: (sense: number) => PartOfSpeech

  /** The senses right above: of a noun or a verb its hypernyms, of a proper name what it is an instance of; none of a root. */
  readonly parents: (sense: number) => ReadonlyArray<number>
}
