/** Answers longer than this are cut where an outcome quotes them. */
const LONGEST_QUOTE = 80

/** A text as an outcome's detail quotes it. */
export const shorten = (text: string): string =>
  text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`
