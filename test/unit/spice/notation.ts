import * as TE from 'fp-ts/lib/TaskEither.js'
import type { SceneGraphParser } from '../../../src/spice/index.js'
import type { Tuple } from '../../../src/spice/sentence.js'

/** The tuples of a text that lists them: `'man; man, tall; man, ride, horse'`. */
export const listed = (text: string): ReadonlyArray<Tuple> =>
  text
    .split(';')
    .map((tuple) => tuple.trim())
    .filter((tuple) => tuple !== '')
    .map((tuple) => tuple.split(',').map((place) => place.trim()) as unknown as Tuple)

/** The same as a port, which keeps what it was asked. */
export const listing = (): SceneGraphParser & { readonly asked: ReadonlyArray<ReadonlyArray<string>> } => {
  const asked: Array<ReadonlyArray<string>> = []
  return {
    asked,
    parse: (texts) => {
      asked.push(texts)
      return TE.of(texts.map(listed))
    },
  }
}
