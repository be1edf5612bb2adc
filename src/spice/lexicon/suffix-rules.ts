/**
 * What ends a word, and what its base form ends with instead, in the order in which they are tried; the first one that leads to a
 * word of the dictionary wins (RULES 6.1). They are WordNet's detachment rules: nouns, then verbs, then adjectives; those for verbs
 * that are already among those for nouns are left out, as they cannot lead anywhere else.
 */
export const SUFFIX_RULES: ReadonlyArray<readonly [ending: string, instead: string]> = [
  ['s', ''],
  ['ses', 's'],
  ['xes', 'x'],
  ['zes', 'z'],
  ['ches', 'ch'],
  ['shes', 'sh'],
  ['men', 'man'],
  ['ies', 'y'],
  ['es', 'e'],
  ['es', ''],
  ['ed', 'e'],
  ['ed', ''],
  ['ing', 'e'],
  ['ing', ''],
  ['er', ''],
  ['est', ''],
  ['er', 'e'],
  ['est', 'e'],
]
