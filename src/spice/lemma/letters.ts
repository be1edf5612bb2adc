/** a e i o u */
export const isVowel = (unit: number): boolean =>
  unit === 0x61 || unit === 0x65 || unit === 0x69 || unit === 0x6f || unit === 0x75

/** a e i o u y */
export const isVowelOrY = (unit: number): boolean => isVowel(unit) || unit === 0x79
