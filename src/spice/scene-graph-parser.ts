import type * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/index.js'
import type { Tuple } from './sentence.js'

/**
 * Port: from texts to the tuples of their scene graphs, in order. The one that ships with the package is the default; another (a service, a
 * model of your own) can take its place. Tuples are [object], [object, attribute] or [subject, predicate, object]; merging of synonyms
 * comes afterwards and isn't the parser's business.
 *
 * @category port
 * @since 0.3.0
 */
export interface SceneGraphParser {
  readonly parse: (
    texts: ReadonlyArray<string>,
    signal?: AbortSignal,
  ) => TE.TaskEither<RewardError, ReadonlyArray<ReadonlyArray<Tuple>>>
}
