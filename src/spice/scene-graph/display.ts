import type { Concept } from './concept.js'

/** Java's `HashSet` has so many slots at first, and doubles them when more than three quarters are taken. */
const SLOTS = 16
const LOAD = 0.75

/** The strings of a concept as the original shows them: joined by `/`, in the order in which Java's `HashSet` has them. */
export const display = ({ strings }: Concept): string => {
  if (strings.length === 1) return strings[0] as string
  let slots = SLOTS
  while (strings.length > LOAD * slots) slots *= 2
  return strings
    .map((string) => [slotOf(string, slots), string] as const)
    .sort(([a], [b]) => a - b)
    .map(([, string]) => string)
    .join('/')
}

const slotOf = (string: string, slots: number): number => {
  let hash = 0
  for (let i = 0; i < string.length; i++) hash = (Math.imul(31, hash) + string.charCodeAt(i)) | 0
  return (hash ^ (hash >>> 16)) & (slots - 1)
}
