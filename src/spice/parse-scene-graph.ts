import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { SceneGraphOptions } from './options.js'
import { attempt, orThrow } from './or-throw.js'
import { checkedOptions, graphChecks } from './option-checks.js'
import { checkedText, readerOf } from './reader.js'
import { tuplesOf } from './scene-graph/tuples-of.js'
import type { Tuple } from './sentence.js'

/**
 * The scene graph of a text: its objects, their attributes, and the relations between them, synonyms merged.
 *
 * @param text - Read as it stands: case and full stops can change what is found. Of any length; a sentence of more than 100 words has
 *   relations among its first 100 alone.
 * @param options - A parser or a lexicon of your own.
 * @returns [object], [object, attribute] or [subject, predicate, object]; lemmas in lower case, strings of a merged concept joined by `/`.
 *   Empty where the text names no object. Throws `RewardException`: `InvalidInput` for what is no string, `BadFile` where the data of the
 *   package cannot be read, which happens at the first call; `InvalidOption`; `Unexpected` for a parser or lexicon of the caller's that throws,
 *   or answers otherwise than it should.
 * @remarks Paper: Anderson et al. 2016, Section 3.1. Follows the released program in what it takes for an object or a relation, its
 *   parser's habits included: docs/spice.md.
 * @example
 * ```ts @import.meta.vitest
 * expect(parseSceneGraph('A man is riding a horse.')).toEqual([['man'], ['horse'], ['man', 'ride', 'horse']])
 * ```
 * @category pure
 * @since 0.3.0
 */
export const parseSceneGraph = (text: string, options: SceneGraphOptions = {}): ReadonlyArray<Tuple> =>
  orThrow(
    pipe(
      checkedText('text', text),
      E.bindTo('checked'),
      E.chainFirst(() => checkedOptions(graphChecks(options))),
      E.bind('read', () => readerOf(options)),
      E.chain(({ checked, read }) => attempt(() => E.right(tuplesOf(read([checked]))))),
    ),
  )
