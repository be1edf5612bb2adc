import type { Lexicon } from './lexicon/lexicon.js'
import type { SceneGraphParser } from './scene-graph-parser.js'
import type { Tuple } from './sentence.js'
import type { PureMatcher, TupleMatcher } from './soft/tuple-matcher.js'
import type { SpiceVariant } from './spice-score.js'

/**
 * Options of {@link parseSceneGraph}.
 *
 * @category model
 * @since 0.3.0
 */
export interface SceneGraphOptions {
  /** What tells synonyms, in place of the WordNet that ships with the package. */
  readonly lexicon?: Lexicon
  /** From a text to the tuples of its scene graph, in place of the parser that ships with the package; synonyms are merged afterwards. */
  readonly parser?: (text: string) => ReadonlyArray<Tuple>
}

/**
 * Options of {@link spice}.
 *
 * @category model
 * @since 0.3.0
 */
export interface SpiceOptions extends SceneGraphOptions {
  /** `'clamped'` (default): all numbers in [0, 1], `fn` at least 0. `'released'`: those of the original, with F above 1, negative `fn`, NaN. */
  readonly variant?: SpiceVariant
  /** `'exact'` (default): tuples match by a synonym in common. `'soft'`: by how similar they are in WordNet; or what a function says of that. */
  readonly match?: 'exact' | 'soft' | PureMatcher
}

/**
 * Options of the reward {@link spiceReward}.
 *
 * @category model
 * @since 0.3.0
 */
export interface SpiceRewardOptions {
  /** `'clamped'` (default): F in [0, 1]. `'released'`: F of the original, which can be above 1 and is below 2. */
  readonly variant?: SpiceVariant
  /** As of {@link SpiceOptions}; or a matcher that takes its time, as a sentence encoder does, asked once a batch. */
  readonly match?: 'exact' | 'soft' | PureMatcher | TupleMatcher
  /** What tells synonyms, in place of the WordNet that ships with the package. */
  readonly lexicon?: Lexicon
  /** From texts to tuples, in place of the parser that ships with the package: a service, a model of your own. */
  readonly parser?: SceneGraphParser
  /** Whether F of each category (objects, attributes, relations, colours, ...) is a part of the outcome. Default false. */
  readonly categories?: boolean
  /** Length of the longest text that is judged, in UTF-16 units; a longer one fails its sample. Default 100,000. */
  readonly maxLength?: number
  /** How many texts are remembered from batch to batch, about 1 kB a caption; 0 for none. Default 4,096. */
  readonly cachedTexts?: number
}

/**
 * A sample with what {@link spiceReward} reads: a caption, or what the policy wrote, and the texts it is held against. Without a prompt
 * the reward does not apply.
 *
 * @category model
 * @since 0.3.0
 */
export interface SpiceSample {
  /** The text to judge. */
  readonly caption?: string | null
  /** The text to judge where there is no caption; null is judged as nothing written. */
  readonly completion?: string | null
  /** What it is held against: one reference, or several, which together make one graph. */
  readonly prompt?: string | ReadonlyArray<string> | null
}
