/**
 * The file of a trained parser: four header numbers (magic, version, bytes of the description, bytes of the whole), the description in JSON,
 * then the sections in this order, each starting at a multiple of four. Numbers are little-endian.
 */
export const MAGIC = 0x31505343
export const VERSION = 1
export const HEADER_BYTES = 16

/** Scores are whole multiples of this (natural logarithm), in 16 bits. */
export const SCORE_STEP = 1 / 1000

/** What the words beside a span say is a multiple of this, in 8 bits. */
export const CONTEXT_STEP = 1 / 16

/** How many there are of everything, and the names. */
export interface ModelDescription {
  /** Labels of the tree; a symbol's label is an index into them, 0 being none. */
  readonly labels: ReadonlyArray<string>
  readonly symbols: number
  readonly root: number
  readonly binary: number
  readonly unary: number
  readonly words: number
  readonly classes: number
  readonly tags: number
  /** Groups of symbols for what the words beside a span say. */
  readonly groups: number
  /** UTF-8, words and then classes, each ended by a line feed. */
  readonly text: number
  /** What it was trained on and how, for people. */
  readonly about: string
}

/** A section: what it holds, how many entries of how many bytes. */
export const sectionsOf = (
  model: ModelDescription,
): ReadonlyArray<readonly [name: string, entries: number, bytes: 1 | 2]> => [
  ['symbolLabel', model.symbols, 1],
  ['prior', model.symbols, 2],
  ['symbolGroup', model.symbols, 2],
  ['before', model.groups * model.labels.length, 1],
  ['after', model.groups * model.labels.length, 1],
  ['opens', model.labels.length ** 2, 1],
  ['closes', model.labels.length ** 2, 1],
  ['binaryCount', model.symbols, 2],
  ['binaryRight', model.binary, 2],
  ['binaryParent', model.binary, 2],
  ['binaryScore', model.binary, 2],
  ['unaryCount', model.symbols, 2],
  ['unaryParent', model.unary, 2],
  ['unaryScore', model.unary, 2],
  ['tagCount', model.words + model.classes, 1],
  ['tagSymbol', model.tags, 2],
  ['tagScore', model.tags, 2],
  ['text', model.text, 1],
]
