/**
 * The compiled WordNet, data/spice/wordnet.bin. `scripts/compile-wordnet.ts` writes it, {@link readLexicon} reads it.
 *
 * A header of HEADER_BYTES, then six sections, one after another. Numbers of the header are uint32, little-endian:
 *
 * | at | what |
 * | --- | --- |
 * | 0 | MAGIC: "WNet" |
 * | 4 | VERSION |
 * | 8 | how many synsets are verbs, adjectives, adverbs, nouns |
 * | 24 | length of each section, in bytes |
 *
 * Synsets are numbered through: verbs, adjectives, adverbs, nouns, each in the order of their offsets in WordNet's files. So the
 * parents of a synset, and its part of speech, need no table of ids. What is looked up by number takes three bytes, the lowest first.
 *
 * | section | what |
 * | --- | --- |
 * | offsets | of every synset its offset in WordNet's file of that part of speech |
 * | parents | of every verb, then of every noun: 2 zigzag(parent - synset) + (1 if another parent follows), …; 0 where it has none; as varints (varints.ts) |
 * | words | a front-coded table (front-coded.ts); of every word its synsets, two or three bytes each (synset-list.ts) |
 * | word blocks | where each block of that table starts, and where the last one ends |
 * | exceptions | a front-coded table; of every irregular form its base forms: how many characters it shares with the form, the rest |
 * | exception blocks | as above |
 *
 * Characters are ASCII; the last one of a string has the eighth bit set.
 */

/** "WNet", read as a little-endian number. */
export const MAGIC = 0x74654e57

export const VERSION = 1

export const SECTIONS = 6

/** Parts of speech as the synsets are numbered. */
export const PARTS_OF_SPEECH = ['verb', 'adjective', 'adverb', 'noun'] as const

export const HEADER_BYTES = 4 * (2 + PARTS_OF_SPEECH.length + SECTIONS)

/** The last character of a string has it set. */
export const LAST = 0x80

/** Longest string of a table; longer ones are not in it. WordNet's longest has 71 characters. */
export const LONGEST = 127
