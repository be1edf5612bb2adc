import { isLeft } from 'fp-ts/lib/Either.js'
import { compileWordnet } from '../../../../scripts/compile-wordnet.js'
import { type Dictionary, readData, readExceptions, readIndex } from '../../../../scripts/wordnet-files.js'
import type { Lexicon } from '../../../../src/spice/lexicon/lexicon.js'
import { readLexicon } from '../../../../src/spice/lexicon/read-lexicon.js'
import type { Taxonomy } from '../../../../src/spice/lexicon/taxonomy.js'

/** A dictionary of some words, in WordNet's own formats. Offset 200 is a noun's and a verb's. */
export const SMALL: Dictionary = [
  {
    index: readIndex(
      ['glass v 1 1 @ 1 0 00000400', 'run v 2 1 @ 2 0 00000300 00000200', 'e v 1 0 1 0 00000500'].join('\n'),
    ),
    data: readData(
      [
        '00000200 30 v 01 flow 0 000 01 + 02 00 | to flow',
        '00000300 38 v 01 run 0 002 @ 00000200 v 0000 ~ 00000400 v 0000 01 + 01 00 | to run',
        '00000400 38 v 01 glass 0 000 00 | to glaze',
        '00000500 38 v 01 e 0 000 00 | made up',
      ].join('\n'),
    ),
    exceptions: readExceptions('ran run\nran glass\n'),
  },
  {
    index: readIndex('fast a 1 0 1 0 00000900'),
    data: readData('00000900 00 a 01 fast 0 000 | quick'),
    exceptions: [],
  },
  {
    index: readIndex('fast r 1 0 1 0 00000100'),
    data: readData('00000100 02 r 01 fast 0 000 | quickly'),
    exceptions: [],
  },
  {
    index: readIndex(
      [
        '  1 the licence is indented',
        'glass n 2 1 @ 2 0 00000700 00000600  ',
        'light_blue n 1 1 @ 1 0 00000600  ',
        'man n 1 0 1 0 00000800',
        'mas n 1 0 1 0 00000850',
        'men n 1 0 1 0 00000860',
        'run n 1 1 @ 1 0 00000200',
      ].join('\n'),
    ),
    data: readData(
      [
        '  1 the licence is indented',
        '00000200 04 n 01 run 0 000 | a run',
        '00000600 04 n 0b a 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 k 0 003 @ 00000200 n 0000 @i 00000700 n 0000 #p 00000800 n 0000 | many words',
        '00000700 04 n 01 glass 0 000 | stuff',
        '00000800 04 n 01 man 0 000 | a man',
        '00000850 04 n 01 mas 0 000 | made up',
        '00000860 04 n 01 men 0 000 | made up',
      ].join('\n'),
    ),
    exceptions: readExceptions('geese goose\nmices man men\n'),
  },
]

/** The lexicon of compiled bytes. */
export const lexiconOf = (bytes: Uint8Array): Lexicon & Taxonomy => {
  const lexicon = readLexicon(bytes)
  if (isLeft(lexicon)) throw new Error('no lexicon')
  return lexicon.right
}

export const small = lexiconOf(compileWordnet(SMALL))
