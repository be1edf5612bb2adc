import type { AdvantageRecipe } from '../plain/plain-advantages.js'

/** One way to work advantages out otherwise. */
export interface AdvantageMistake {
  /** Completes "consistent with: ". */
  readonly reason: string
  /** Mistakes of one kind exclude each other. */
  readonly kind: string
  /** Nothing where it makes no difference, or no sense. */
  readonly make: (recipe: AdvantageRecipe) => AdvantageRecipe | undefined
}
