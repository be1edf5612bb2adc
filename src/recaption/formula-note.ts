/** Said wherever captions of formula weights are shown. */
export const FORMULA_NOTE = 'formula (speed only, captions mean nothing)'
