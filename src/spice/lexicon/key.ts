import { LAST, LONGEST } from './layout.js'

const SPACE = 0x20
const UNDERSCORE = 0x5f

/** A string as the tables are searched: the first `length` of the units. Used again and again. */
export interface Key {
  readonly units: Uint8Array
  length: number
}

export const newKey = (): Key => ({ units: new Uint8Array(LONGEST), length: 0 })

/**
 * Spells a concept as the dictionary does: in lower case, trimmed as Java trims, spaces as `_`.
 *
 * @returns False where no dictionary has it: it is empty, too long or not ASCII.
 */
export const spell = (concept: string, key: Key): boolean => {
  if (concept.length > LONGEST) return false
  const lower = concept.toLowerCase()
  let [start, end] = [0, lower.length]
  while (start < end && lower.charCodeAt(start) <= SPACE) start++
  while (end > start && lower.charCodeAt(end - 1) <= SPACE) end--
  if (start === end || end - start > LONGEST) return false
  key.length = end - start
  for (let i = 0; i < key.length; i++) {
    const unit = lower.charCodeAt(start + i)
    if (unit >= LAST) return false
    key.units[i] = unit === SPACE ? UNDERSCORE : unit
  }
  return true
}

export const endsWith = ({ units, length }: Key, ending: string): boolean => {
  const start = length - ending.length
  if (start < 0) return false
  for (let i = ending.length - 1; i >= 0; i--) if (units[start + i] !== ending.charCodeAt(i)) return false
  return true
}

/** Writes into `to` the first `kept` units of `from`, then `rest`, which is at most as long as what is cut off. */
export const rewrite = (from: Key, kept: number, rest: string, to: Key): void => {
  to.units.set(from.units.subarray(0, kept))
  for (let i = 0; i < rest.length; i++) to.units[kept + i] = rest.charCodeAt(i)
  to.length = kept + rest.length
}
