/** The same string, but of its own: one cut out of a text would keep the whole text in memory for as long as it is remembered. */
export const ownCopy = (text: string): string => {
  const units: Array<number> = []
  for (let i = 0; i < text.length; i++) units.push(text.charCodeAt(i))
  return String.fromCharCode(...units)
}
