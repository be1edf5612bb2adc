/** A number of a map or a layer: four digits that matter, no minus zero. */
export const shortNumber = (value: number): string => {
  const size = Math.abs(value)
  if (size === 0) return '0'
  return size >= 1e-4 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2)
}

/** Where a value lies in its range, as shares of it from 0 to 1: a bar from zero (or the nearer bound) to the value. */
export const barOf = (
  value: number,
  min: number,
  max: number,
): { from: number; to: number; zero: number } | undefined => {
  const span = max - min
  if (!Number.isFinite(span) || span <= 0) return undefined
  const share = (number: number): number => Math.min(1, Math.max(0, (number - min) / span))
  const zero = share(0)
  return { from: Math.min(zero, share(value)), to: Math.max(zero, share(value)), zero }
}
