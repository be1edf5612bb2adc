/** Words further from what was typed than this many edits are no suggestion. */
const MAX_DISTANCE = 3

/** Names longer than this are no slip of the keyboard. */
const MAX_LENGTH = 64

/**
 * The known names that look most like an unknown one, best first: a few edits away, or one the beginning or part of the other.
 */
export const nearest = (name: string, known: ReadonlyArray<string>, limit = 3): ReadonlyArray<string> => {
  if (name.length > MAX_LENGTH) return []
  const typed = normalise(name)
  if (typed === '') return []
  const alike = known
    .map((candidate) => ({ candidate, distance: distanceOf(typed, normalise(candidate)) }))
    .filter(({ distance }) => distance <= Math.min(MAX_DISTANCE, Math.ceil(typed.length / 2)))
    .sort((a, b) => a.distance - b.distance)
  const best = alike[0]?.distance ?? 0
  return alike
    .filter(({ distance }) => distance <= best + 1)
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}

/** `openEnded`, `open_ended` and `open-ended` are the same slip. */
const normalise = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

const distanceOf = (a: string, b: string): number => {
  const contained = a.length >= 3 && b.length >= 3 && (a.includes(b) || b.includes(a))
  return Math.min(editDistance(a, b), contained ? MAX_DISTANCE : Infinity)
}

/** Levenshtein's distance, row by row. */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
