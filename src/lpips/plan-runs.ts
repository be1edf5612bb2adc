/** Two images to compare, by number, the smaller first. */
export type Edge = readonly [a: number, b: number]

/**
 * One run of the network. `'pairs'`: each image with its partner; `'star'`: one image against several, all of them through the
 * backbone; `'against'`: the same, the one by its stored features; `'link'`: two images by their stored features.
 */
export type Run =
  | { readonly kind: 'pairs'; readonly edges: ReadonlyArray<Edge> }
  | { readonly kind: 'star' | 'against'; readonly hub: number; readonly leaves: ReadonlyArray<number> }
  | { readonly kind: 'link'; readonly edge: Edge }

/** What the plan depends on beside the edges. */
export interface PlanInit {
  /** How many images of this one's size a run may hold; at least 1. */
  readonly capacityOf: (image: number) => number
  /** How many separate pairs a run takes at most. */
  readonly pairsPerRun: number
  /** Only images of one class (one size) go through a run together. */
  readonly classOf: (image: number) => string
  /** Whether an image's features are stored already, or will be needed again. */
  readonly isKept: (image: number) => boolean
}

interface Star {
  readonly hub: number
  readonly leaves: ReadonlyArray<number>
}

/**
 * Orders comparisons so that each image goes through the backbone once: the image with the most partners is the centre of a
 * star (a GRPO group and its reference), and only an image that several stars need has its features stored.
 *
 * @param edges - No edge twice, none from an image to itself.
 */
export const planRuns = (edges: ReadonlyArray<Edge>, init: PlanInit): ReadonlyArray<Run> => {
  const stars = starsOf(edges)
  const appearances = new Map<number, number>()
  for (const { hub, leaves } of stars) {
    for (const image of [hub, ...leaves]) appearances.set(image, (appearances.get(image) ?? 0) + 1)
  }
  // Where a run holds one image only, both of a pair are compared by their features.
  const isStored = (image: number): boolean =>
    (appearances.get(image) ?? 0) > 1 || init.isKept(image) || init.capacityOf(image) < 2
  const single = (star: Star): boolean => star.leaves.length === 1 && ![star.hub, ...star.leaves].some(isStored)
  return [
    ...stars.filter((star) => !single(star)).flatMap((star) => runsOfStar(star, isStored, init)),
    ...runsOfPairs(
      stars.filter(single).map(({ hub, leaves }) => edge(hub, leaves[0] as number)),
      init,
    ),
  ]
}

const edge = (a: number, b: number): Edge => (a < b ? [a, b] : [b, a])

/** Every edge in one star, greedily from the image with the most partners on. */
const starsOf = (edges: ReadonlyArray<Edge>): ReadonlyArray<Star> => {
  const partners = new Map<number, Set<number>>()
  for (const [a, b] of edges) {
    for (const [one, other] of [edge(a, b), [b, a]] as const) {
      const known = partners.get(one) ?? new Set()
      partners.set(one, known.add(other))
    }
  }
  const hubs = [...partners].sort(([, a], [, b]) => b.size - a.size).map(([image]) => image)
  return hubs.flatMap((hub) => {
    const leaves = [...(partners.get(hub) ?? [])]
    for (const leaf of leaves) partners.get(leaf)?.delete(hub)
    partners.delete(hub)
    return leaves.length === 0 ? [] : [{ hub, leaves }]
  })
}

const runsOfStar = (
  { hub, leaves }: Star,
  isStored: (image: number) => boolean,
  { capacityOf }: PlanInit,
): ReadonlyArray<Run> => {
  const capacity = capacityOf(hub)
  const own = leaves.filter((leaf) => !isStored(leaf))
  if (!isStored(hub) && own.length === leaves.length && own.length < capacity) return [{ kind: 'star', hub, leaves }]
  return [
    ...leaves.filter(isStored).map((leaf): Run => ({ kind: 'link', edge: edge(hub, leaf) })),
    ...chunks(own, capacity).map((chunk): Run => ({ kind: 'against', hub, leaves: chunk })),
  ]
}

const runsOfPairs = (
  edges: ReadonlyArray<Edge>,
  { capacityOf, pairsPerRun, classOf }: PlanInit,
): ReadonlyArray<Run> => {
  const classes = new Map<string, Array<Edge>>()
  for (const pair of edges) {
    const name = classOf(pair[0])
    const members = classes.get(name) ?? []
    classes.set(name, members)
    members.push(pair)
  }
  return [...classes.values()].flatMap((members) =>
    chunks(members, Math.min(pairsPerRun, Math.floor(capacityOf((members[0] as Edge)[0]) / 2))).map((chunk): Run => ({
      kind: 'pairs',
      edges: chunk,
    })),
  )
}

const chunks = <A>(items: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
