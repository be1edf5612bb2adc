/** Abbreviations that may end a sentence: before a capital letter their dot counts twice. */
const CAN_END = new Set(
  (
    'al ala apr ariz assn aug bhd bldg blvd bros calif co colo conn corp cos ct dak dec ed.d esq est etc ext feb fla fri ga inc ' +
    'ind intl jan jr jul jun kan kans ky ltd mar md mich minn mo mon mont neb nev nov oct okla penn ph.d plc ppte ppty pte ptes ' +
    'pty ptys rd rt sep sept seq sq sr sys tel tenn thu tue tues univ va vt wed wis wisc wyo'
  ).split(' '),
)

/** The same, with a capital letter only: in lower case they are words. */
const CAN_END_IF_CAPITALISED = new Set('ark az del ill la mass miss ore pa tex wash'.split(' '))

/** Abbreviations that stand before what they belong to, and never end a sentence. */
const NEVER_ENDS = new Set(
  (
    'adj adm adv alex assoc asst atty ave brig capt cf cie cmdr col cpl dept det dr drs elec ens ft gen gov govs hon insp invt ' +
    'jos lt maj mfg mlle mme mr mrs ms msgr mt mtg natl pfc ph pres prof pvt rep reps rev sen sens sfc sgt spc st ste supt vs wm'
  ).split(' '),
)

/** Abbreviations only before a number. */
const BEFORE_NUMBER = new Set('art ca fig figs no nos op pp prop'.split(' '))

/** Not all in capitals. */
const NOT_IN_CAPITALS = new Set('mfg mtg ppte ppty pte ptes pty ptys'.split(' '))

export const LONGEST_ABBREVIATION = 5

/** Words that say a new sentence has begun, if they stand before white space after an abbreviation. */
const SENTENCE_STARTS = new Set(
  (
    'a about according additionally after an as at but did during earlier he her here how however if in it last many more mr. ' +
    'ms. now once one other our she since so some such that the their then there these they this we what when while who why yet you'
  ).split(' '),
)

export const LONGEST_SENTENCE_START = 12

export const isSentenceStart = (word: string): boolean => SENTENCE_STARTS.has(word.toLowerCase())

/** Whether the dot after the word is the word's own; of a word before a number, see `isNumbered`. */
export const isAbbreviation = (word: string): boolean => {
  const lower = word.toLowerCase()
  if (NEVER_ENDS.has(lower) || CAN_END.has(lower)) return !(NOT_IN_CAPITALS.has(lower) && word === word.toUpperCase())
  return CAN_END_IF_CAPITALISED.has(lower) && word[0] !== lower[0]
}

/** Whether the dot after the word is the word's own where a number follows. */
export const isNumbered = (word: string): boolean => BEFORE_NUMBER.has(word.toLowerCase())

/** Whether the word, an abbreviation, may end a sentence. */
export const canEnd = (word: string): boolean => {
  const lower = word.toLowerCase()
  return CAN_END.has(lower) || CAN_END_IF_CAPITALISED.has(lower)
}
