/** A way to explain numbers, and how far it leaves them away: in tolerances, at most 1 where it explains them. */
export interface Judged {
  readonly reason: string
  readonly excess: number
}

/** Ways that are told at most. */
const MOST = 8

/** Times as far away as the best way. */
const NEAR = 8

/** Of a tolerance: nearer than this is rounding, and tells nothing. */
const ROUNDING = 0.01

const told = ({ excess }: Judged): number => (excess <= ROUNDING ? 0 : excess)

/** The ways that explain the numbers, the nearest first, and of equally near ones in their order; those far behind are left out. */
export const bestOf = (ways: ReadonlyArray<Judged | undefined>): ReadonlyArray<string> => {
  const good = ways
    .filter((way): way is Judged => way !== undefined && way.excess <= 1)
    .sort((a, b) => told(a) - told(b))
  const [best] = good
  if (best === undefined) return []
  return good
    .filter(({ excess }) => excess <= Math.max(NEAR * best.excess, ROUNDING))
    .slice(0, MOST)
    .map(({ reason }) => reason)
}
