/** A number of bytes for a person: `553 MB`. Nothing known is said so. */
export const showBytes = (bytes: number | undefined): string => {
  if (bytes === undefined) return 'unknown'
  if (bytes < 1000) return `${bytes} B`
  let unit = 0
  let value = bytes / 1000
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000
  return `${value >= 99.95 ? Math.round(value) : Number(value.toPrecision(3))} ${UNITS[unit] ?? ''}`
}

const UNITS = ['kB', 'MB', 'GB', 'TB']

/** A time for a person: `1 min 5 s`. */
export const showSeconds = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return 'unknown'
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`
}
