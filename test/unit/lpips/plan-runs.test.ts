import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Edge, type PlanInit, planRuns, type Run } from '../../../src/lpips/plan-runs.js'

const init = (options: Partial<PlanInit> = {}): PlanInit => ({
  capacityOf: () => 9,
  pairsPerRun: 64,
  classOf: () => 'same',
  isKept: () => false,
  ...options,
})

const edgesOf = (run: Run): ReadonlyArray<Edge> =>
  run.kind === 'pairs'
    ? run.edges
    : run.kind === 'link'
      ? [run.edge]
      : run.leaves.map((leaf) => (leaf < run.hub ? [leaf, run.hub] : [run.hub, leaf]))

describe('planRuns', () => {
  it('plans nothing for nothing', () => expect(planRuns([], init())).toEqual([]))

  it('takes a group and its reference in one run', () => {
    const group = Array.from({ length: 8 }, (_, i): Edge => [0, i + 1])
    expect(planRuns(group, init())).toEqual([{ kind: 'star', hub: 0, leaves: [1, 2, 3, 4, 5, 6, 7, 8] }])
  })

  it('stores the reference of a group that does not fit a run', () => {
    const group = Array.from({ length: 4 }, (_, i): Edge => [0, i + 1])
    expect(planRuns(group, init({ capacityOf: () => 3 }))).toEqual([
      { kind: 'against', hub: 0, leaves: [1, 2, 3] },
      { kind: 'against', hub: 0, leaves: [4] },
    ])
  })

  it('puts as many separate pairs into a run as fit, of one class each', () => {
    const edges: ReadonlyArray<Edge> = [
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ]
    const classOf = (image: number): string => (image < 6 ? 'small' : 'large')
    expect(planRuns(edges, init({ capacityOf: () => 5, classOf }))).toEqual([
      {
        kind: 'pairs',
        edges: [
          [0, 1],
          [2, 3],
        ],
      },
      { kind: 'pairs', edges: [[4, 5]] },
      { kind: 'pairs', edges: [[6, 7]] },
    ])
  })

  it('stores what stands between two stars', () => {
    const edges: ReadonlyArray<Edge> = [
      [0, 1],
      [0, 2],
      [2, 3],
    ]
    expect(planRuns(edges, init())).toEqual([
      { kind: 'link', edge: [0, 2] },
      { kind: 'against', hub: 0, leaves: [1] },
      { kind: 'against', hub: 2, leaves: [3] },
    ])
  })

  it('uses an image that is kept by its features', () => {
    const isKept = (image: number): boolean => image === 0
    expect(planRuns([[0, 1]], init({ isKept }))).toEqual([{ kind: 'against', hub: 0, leaves: [1] }])
  })
})

describe('planRuns, on any graph', () => {
  const graphs = fc
    .uniqueArray(fc.tuple(fc.nat(12), fc.nat(12)), { selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` })
    .map((pairs) => pairs.filter(([a, b]) => a !== b).map(([a, b]): Edge => (a < b ? [a, b] : [b, a])))

  it('compares every pair once, and takes no image through the backbone twice', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 2, max: 6 }), fc.nat(12), (edges, capacity, kept) => {
        const plan = planRuns(edges, init({ capacityOf: () => capacity, isKept: (image) => image === kept }))
        const key = (list: ReadonlyArray<Edge>): ReadonlyArray<string> => list.map((edge) => edge.join()).sort()
        expect(key(plan.flatMap(edgesOf))).toEqual(key(edges))
        const fresh: Array<number> = []
        const stored = new Set<number>()
        for (const run of plan) {
          if (run.kind === 'pairs') fresh.push(...run.edges.flat())
          if (run.kind === 'star') fresh.push(run.hub, ...run.leaves)
          if (run.kind === 'against') {
            stored.add(run.hub)
            fresh.push(...run.leaves)
          }
          if (run.kind === 'link') for (const image of run.edge) stored.add(image)
        }
        expect(new Set(fresh).size).toBe(fresh.length)
        expect(fresh.filter((image) => stored.has(image))).toEqual([])
      }),
    )
  })

  it('holds no more images in a run than fit', () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 2, max: 6 }), (edges, capacity) => {
        for (const run of planRuns(edges, init({ capacityOf: () => capacity }))) {
          const images = run.kind === 'pairs' ? run.edges.length * 2 : run.kind === 'link' ? 0 : run.leaves.length
          expect(images + (run.kind === 'star' ? 1 : 0)).toBeLessThanOrEqual(capacity)
        }
      }),
    )
  })
})
