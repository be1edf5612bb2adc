import type { Range } from '../core/range.js'

/** `[0, 1]`. */
export const showRange = ({ min, max }: Range): string => `[${min}, ${max}]`
