import type { Baseline } from '../../../bert-score/rescale.js'

/** What the authors published for a network. */
export interface Published {
  /** The layer that agreed best with people's judgements of translations. */
  readonly layer: number
  /** What the scores of unrelated English sentences come to at that layer. */
  readonly baseline: Baseline
}

/** By the catalogue's names. From bert-score 0.3.13: its table of layers, and `rescale_baseline/en`. */
export const PUBLISHED: ReadonlyMap<string, Published> = new Map([
  ['roberta-large', { layer: 17, baseline: { precision: 0.83150584, recall: 0.8314941, f: 0.83122575 } }],
  ['bert-base-uncased', { layer: 9, baseline: { precision: 0.35375935, recall: 0.3537393, f: 0.35219112 } }],
])
