/**
 * The most likely token at every step; of equally likely ones that of the smallest id.
 *
 * @category model
 * @since 0.4.0
 */
export interface Greedy {
  readonly kind: 'greedy'
}

/**
 * Beam search: the `beams` likeliest beginnings are followed side by side, and the finished text of the best score wins, score =
 * sum of its tokens' log-probabilities / (their number ^ lengthPenalty), the end token counted, the given beginning not.
 *
 * @category model
 * @since 0.4.0
 */
export interface Beam {
  readonly kind: 'beam'
  /** An integer in [1, 100]. */
  readonly beams: number
  /** In [-10, 10], default 1: the mean of the log-probabilities; 0: their sum; above 1 favours long texts. */
  readonly lengthPenalty?: number | undefined
  /**
   * When the search ends, once `beams` texts are finished. `true`: at once. `false` (default): when the best beginning, scored as if it
   * ended here, does not beat the worst of them. `'never'`: when it would not even if no further token lowered its sum up to
   * `maxNewTokens` (with a lengthPenalty of 0 or less: as `false`).
   */
  readonly earlyStopping?: boolean | 'never' | undefined
}

/**
 * Tokens drawn by chance, p ~ exp(score / temperature) over those that `topK` and then `topP` leave.
 *
 * @category model
 * @since 0.4.0
 */
export interface Sample {
  readonly kind: 'sample'
  /** Above 0; default 1. */
  readonly temperature?: number | undefined
  /** The tokens whose score is at least the K-th largest: more than K where that score is there several times. Default 50; 0: all. */
  readonly topK?: number | undefined
  /**
   * In [0, 1], default 1: all. The likeliest tokens, as few as have this probability together, at least one: a token stays where
   * those that go before it have less. Of equally likely ones the smaller ids go before.
   */
  readonly topP?: number | undefined
}

/**
 * How the next token is chosen.
 *
 * @category model
 * @since 0.4.0
 */
export type DecodingMode = Greedy | Beam | Sample

/**
 * How texts are written. Names and meanings are those of transformers' `generate`.
 *
 * @category model
 * @since 0.4.0
 */
export interface DecodingOptions {
  /** Default `{ kind: 'greedy' }`. */
  readonly mode?: DecodingMode | undefined
  /** A text ends after so many tokens of its own, the end token counted; default 20. */
  readonly maxNewTokens?: number | undefined
  /** The end token comes after at least so many tokens of the text's own; default 0. */
  readonly minNewTokens?: number | undefined
  /** The end token comes after at least so many ids, the given beginning counted; default 0. */
  readonly minLength?: number | undefined
  /**
   * Above 0; default 1: none. The score s of every token that the text holds already, its beginning included, becomes s / penalty where s
   * is 0 or more and s * penalty where it is below. In beam search s is the log-probability, else what the decoder gives. Paper: CTRL
   * (arXiv 1909.05858), section 4.1.
   */
  readonly repetitionPenalty?: number | undefined
}

/** {@link DecodingOptions}, and what the model and its tokenizer add. */
export interface GenerateOptions extends DecodingOptions {
  /** The ids every text begins with, at least one: the begin token and a prompt's. */
  readonly begin: ReadonlyArray<number>
  /** The token that ends a text. */
  readonly endId: number
  /** The chance of each image in mode `'sample'`: numbers in [0, 1), one a token. A stream an image, so that no text depends on another. */
  readonly random?: ((image: number) => () => number) | undefined
}

/** The number of tokens where none is asked for. */
export const DEFAULT_MAX_NEW_TOKENS = 20

/** Sampling keeps so many tokens where no number is asked for. */
export const DEFAULT_TOP_K = 50
