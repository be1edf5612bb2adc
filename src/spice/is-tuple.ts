import type { Tuple } from './sentence.js'

/** Whether what a parser of the user's, or a service, answers is a tuple: one, two or three strings, none of them blank. */
export const isTuple = (answer: unknown): answer is Tuple =>
  Array.isArray(answer) &&
  answer.length >= 1 &&
  answer.length <= MOST_PLACES &&
  // Array.from, because a hole is no string either.
  Array.from<unknown>(answer).every((place) => typeof place === 'string' && place.trim() !== '')

const MOST_PLACES = 3
