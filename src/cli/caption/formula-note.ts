/** Said wherever captions of made-up weights are shown. */
export const FORMULA_NOTE = 'formula (speed only, captions mean nothing)'
