/**
 * The world of the study: pictures of two colours side by side, and questions about them.
 *
 * To paint a scene and to answer which colour lies on one of its sides, a policy must know the same.
 */
import type { Random } from './random.js'

export const COLOURS = ['red', 'green', 'blue', 'yellow'] as const

/** Of the same colours: red, green and blue in [0, 1]. */
export const RGB = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 0],
] as const

const SIDES = ['left', 'right'] as const
const LETTERS = ['A', 'B', 'C', 'D'] as const

/** What a policy reads. The colours come first: cells are painted in these words, too. */
export const WORDS = [...COLOURS, ...SIDES] as const

/** What a policy writes. */
export const VOCABULARY = ['<think>', '</think>', '<answer>', '</answer>', ...LETTERS, 'hm', 'so'] as const

/** The token after which an answer is over. */
export const END = VOCABULARY.indexOf('</answer>')

/** The longest answer; the shortest in the right layout that can be right has five. */
export const MAX_TOKENS = 6

/** Cells a side of a picture. */
export const GRID = 4
export const CELLS = GRID * GRID

/** A scene to paint, and a question about it. */
export interface Prompt {
  /** By their number: the colour on the left, the one on the right; then, for the question, the side that is asked about. */
  readonly words: readonly [left: number, right: number, side: number]
  readonly caption: string
  readonly question: string
  /** The right letter. */
  readonly answer: string
  /** The picture that is asked for: of each cell, row by row, the number of its colour. */
  readonly picture: ReadonlyArray<number>
}

/** How many of a prompt's words are the caption. */
export const CAPTION_WORDS = 2

const OPTIONS = COLOURS.map((colour, i) => `${LETTERS[i]!}. ${colour}`).join('\n')

const promptOf = (left: number, right: number, side: (typeof SIDES)[number]): Prompt => ({
  words: [left, right, WORDS.indexOf(side)],
  caption: `${COLOURS[left]!} beside ${COLOURS[right]!}`,
  question: `Which colour is on the ${side}?\n${OPTIONS}`,
  answer: LETTERS[side === 'left' ? left : right]!,
  picture: Array.from({ length: CELLS }, (_, cell) => (cell % GRID < GRID / 2 ? left : right)),
})

/** A scene for each pair of colours, 12 in all, and two questions about each. */
const SCENES: ReadonlyArray<ReadonlyArray<Prompt>> = COLOURS.flatMap((_, left) =>
  COLOURS.flatMap((__, right) => (left === right ? [] : [SIDES.map((side) => promptOf(left, right, side))])),
)

/** What a policy is trained on, and scenes that it never sees while it learns. */
export interface Prompts {
  readonly trained: ReadonlyArray<Prompt>
  readonly heldOut: ReadonlyArray<Prompt>
}

const HELD_OUT_SCENES = 3

export const splitPrompts = (random: Random): Prompts => {
  const scenes = random.shuffled(SCENES)
  return { heldOut: scenes.slice(0, HELD_OUT_SCENES).flat(), trained: scenes.slice(HELD_OUT_SCENES).flat() }
}

export const textOf = (ids: ReadonlyArray<number>): string => ids.map((id) => VOCABULARY[id]!).join(' ')
