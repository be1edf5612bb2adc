import type { Contradiction } from '../support.js'

/** Cases of the text goldens that contradict the stated rules or one another in their `intended` value. */
export const contradictions: ReadonlyArray<Contradiction> = []
