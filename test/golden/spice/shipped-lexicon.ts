import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { readLexicon } from '../../../src/spice/lexicon/read-lexicon.js'

const lexicon = readLexicon(readFileSync(new URL('../../../data/spice/wordnet.bin', import.meta.url)))
if (isLeft(lexicon)) throw new Error('data/spice/wordnet.bin is no lexicon')

/** The lexicon that ships with the package. */
export const shippedLexicon = lexicon.right
