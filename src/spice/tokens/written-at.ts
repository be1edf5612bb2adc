/** Units that are written otherwise in a treebank. */
const WRITTEN = new Map<string, string>([
  ['(', '-LRB-'],
  [')', '-RRB-'],
  ['[', '-LSB-'],
  [']', '-RSB-'],
  ['{', '-LCB-'],
  ['}', '-RCB-'],
  ['\u2013', '--'],
  ['\u2014', '--'],
  ['\u2015', '--'],
  ['\u0096', '--'],
  ['\u0097', '--'],
  ['\u2026', '...'],
  ['\u0085', '...'],
  ['\u00a2', 'cents'],
  ['\u00a3', '#'],
  ['\u00a4', '$'],
  ['\u0080', '$'],
  ['\u20a0', '$'],
  ['\u20ac', '$'],
  ['\u00bc', '1/4'],
  ['\u00bd', '1/2'],
  ['\u00be', '3/4'],
  ['\u2153', '1/3'],
  ['\u2154', '2/3'],
  ['\u0091', '`'],
  ['\u2018', '`'],
  ['\u201b', '`'],
  ['\u2039', '`'],
  ['\u0092', "'"],
  ['\u2019', "'"],
  ['\u203a', "'"],
  ['\u0093', '``'],
  ['\u00ab', '``'],
  ['\u201c', '``'],
  ['\u0094', "''"],
  ['\u00bb', "''"],
  ['\u201d', "''"],
  ['\u0095', '\u2022'],
  ['\u0099', '\u2122'],
])

/** How a treebank writes the unit there. */
export const writtenAt = (text: string, at: number): string => {
  const symbol = text.charAt(at)
  return WRITTEN.get(symbol) ?? symbol
}
