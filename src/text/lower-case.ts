/** A surrogate, in pair or alone. */
const SURROGATE = /[\ud800-\udfff]/

/**
 * A unit that may change in lower case: capitals and everything near them, by block; among surrogates the leading ones of the
 * scripts with case (Deseret, Osage, Old Hungarian, Warang Citi, Medefaidrin, Adlam and what may be added beside them).
 */
const CASED =
  /[A-Z\u00c0-\u024f\u0370-\u058f\u10a0-\u13ff\u1c80-\u1fff\u2100-\u218f\u24b6-\u24ea\u2c00-\u2dff\ua640-\uabff\uff21-\uff3a\ud801\ud803\ud806\ud81b\ud83a]/

/**
 * `text.toLowerCase()`, which takes 6 ns for every surrogate: a megabyte of them would cost most of what a reward may take. A text
 * with surrogates and no cased letter is its own lower case.
 */
export const lowerCase = (text: string): string =>
  SURROGATE.test(text) && !CASED.test(text) ? text : text.toLowerCase()
