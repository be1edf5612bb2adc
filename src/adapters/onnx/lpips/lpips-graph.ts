import type { LpipsGuard } from '../../../lpips/model.js'
import { type Dimension, GraphWriter, type Value } from '../graph.js'
import { type Backbone, type Operators, tapsOf, writeBackbone } from './backbones.js'

/**
 * What a graph of LPIPS does. `'features'`: images to normalised features; `'compare'`: images against images; `'against'`:
 * features against images; `'link'`: features against features. Each reads one image or set of features against many, too.
 */
export type LpipsGraphKind = 'features' | 'compare' | 'against' | 'link'

/** What a graph is written from. */
export interface LpipsGraphInit {
  readonly kind: LpipsGraphKind
  readonly backbone: Backbone
  readonly guard: LpipsGuard
  /** The heads, a weight a channel, layer by layer. */
  readonly heads: ReadonlyArray<Float32Array>
  /** Whether the planes of distances come out beside their means. */
  readonly planes: boolean
  /** Adds the backbone's weights to the graph, and tells how to compute with them. */
  readonly operators: (graph: GraphWriter) => Operators
}

/** ImageNet's mean and deviation on a scale of [-1, 1], rounded as the authors' scaling layer has them. */
const SHIFT = [-0.03, -0.088, -0.188]
const SCALE = [0.458, 0.448, 0.45]

/** Added to a length, so that zero features stay zero (Zhang et al. 2018, released code). */
const OFFICIAL_EPSILON = 1e-10
/** Added to a squared length (torchmetrics 1.9). */
const TORCHMETRICS_EPSILON = 1e-8

/** The name of the k-th layer's features, as input and output of a graph. */
export const featureName = (k: number): string => `features.${k}`
/** The name of the k-th layer's distances. */
export const distanceName = (k: number): string => `distance.${k}`
/** The name of the k-th layer's plane of distances. */
export const planeName = (k: number): string => `plane.${k}`

/**
 * Writes LPIPS: scaling, backbone, ReLU taps, unit normalisation over channels, squared difference, heads, mean over the plane
 * (Zhang et al. 2018, Eq. 1). Inputs are images in [-1, 1], [n, 3, h, w]; each distance comes out as [n].
 */
export const writeLpipsGraph = (init: LpipsGraphInit): GraphWriter => {
  const { kind, backbone } = init
  const graph = new GraphWriter(`lpips-${backbone.name}-${kind}`)
  const constants = writeConstants(graph, init)
  const taps = tapsOf(backbone)
  const operators = kind === 'link' ? undefined : init.operators(graph)

  const images = (name: string, count: Dimension, onTap: (unit: Value, k: number, shape: Value) => void): void => {
    if (operators === undefined) return
    const scaled = writeScaling(graph, graph.input(name, 'float32', [count, 3, 'height', 'width']), name)
    writeBackbone(graph, backbone, operators, scaled, `${name}.`, (activation, k) =>
      onTap(normalise(graph, activation, constants, `${name}.${k}`, k), k, activation),
    )
  }
  const features = (name: string, count: Dimension): ReadonlyArray<readonly [unit: Value, shape: Value]> =>
    taps.map(({ channels }, k) => {
      const input = graph.input(`${name}.${featureName(k)}`, 'float32', [count, channels, `height.${k}`, `width.${k}`])
      return [flat(graph, input, constants, `${name}.${k}`), input]
    })
  const distance = (a: Value, b: Value, k: number, like: Value): void => {
    const plane = distancePlane(graph, a, b, constants, k, like)
    graph.output(mean(graph, plane, k), 'float32', ['pairs'])
    if (init.planes) graph.output(plane, 'float32', ['pairs', `height.${k}`, `width.${k}`])
  }

  switch (kind) {
    case 'features':
      images('images', 'images', (unit, k, like) => {
        const shape = graph.node('Shape', `shape.${k}`, [like])
        const channels = taps[k]?.channels ?? 0
        const planes = graph.node('Reshape', featureName(k), [unit, shape])
        graph.output(planes, 'float32', ['images', channels, `height.${k}`, `width.${k}`])
      })
      break
    case 'compare': {
      const units: Array<Value> = []
      images('a', 'count.a', (unit) => units.push(unit))
      images('b', 'count.b', (unit, k, like) => distance(units[k] as Value, unit, k, like))
      break
    }
    case 'against': {
      const known = features('a', 'count.a')
      images('b', 'count.b', (unit, k, like) => distance(known[k]?.[0] as Value, unit, k, like))
      break
    }
    case 'link': {
      const known = features('a', 'count.a')
      features('b', 'count.b').forEach(([unit, like], k) => distance(known[k]?.[0] as Value, unit, k, like))
    }
  }
  return graph
}

/** Writes the scaling layer: pixels in [-1, 1] to what the backbone was trained on. */
export const writeScaling = (graph: GraphWriter, pixels: Value, prefix: string): Value => {
  const channels = (name: string, values: ReadonlyArray<number>): Value =>
    graph.constant(`${prefix}.${name}`, 'float32', [1, 3, 1, 1], Float32Array.from(values))
  const centred = graph.node('Sub', `${prefix}.centred`, [pixels, channels('shift', SHIFT)])
  return graph.node('Div', `${prefix}.scaled`, [centred, channels('scale', SCALE)])
}

const writeConstants = (graph: GraphWriter, { backbone, guard, heads }: LpipsGraphInit) => {
  const epsilon = graph.constant(
    'epsilon',
    'float32',
    [1],
    Float32Array.of(guard === 'official' ? OFFICIAL_EPSILON : TORCHMETRICS_EPSILON),
  )
  return {
    heads: tapsOf(backbone).map((tap, k) =>
      graph.constant(`head.${k}`, 'float32', [1, tap.channels], heads[k] as Float32Array),
    ),
    ones: tapsOf(backbone).map((tap, k) =>
      graph.constant(`ones.${k}`, 'float32', [1, tap.channels], new Float32Array(tap.channels).fill(1)),
    ),
    guard,
    epsilon,
    flat: graph.constant('flat', 'int64', [3], BigInt64Array.of(0n, 0n, -1n)),
    rows: graph.constant('rows', 'int64', [1], BigInt64Array.of(-1n)),
    two: graph.constant('two', 'int64', [1], BigInt64Array.of(2n)),
    four: graph.constant('four', 'int64', [1], BigInt64Array.of(4n)),
  }
}

type Constants = ReturnType<typeof writeConstants>

/** [n, channels, height, width] as [n, channels, pixels]: what follows is one pass after another over memory, in one order. */
const flat = (graph: GraphWriter, value: Value, constants: Constants, name: string): Value =>
  graph.node('Reshape', `${name}.flat`, [value, constants.flat])

const normalise = (graph: GraphWriter, activation: Value, constants: Constants, name: string, k: number): Value => {
  const { guard, epsilon, ones } = constants
  const features = flat(graph, activation, constants, name)
  const squares = graph.node('Mul', `${name}.squares`, [features, features])
  const sum = graph.node('MatMul', `${name}.sum`, [ones[k] as Value, squares])
  const length =
    guard === 'official'
      ? graph.node('Add', `${name}.length`, [graph.node('Sqrt', `${name}.root`, [sum]), epsilon])
      : graph.node('Sqrt', `${name}.length`, [graph.node('Add', `${name}.guarded`, [sum, epsilon])])
  return graph.node('Div', `${name}.unit`, [features, length])
}

/** The weighted squares of the differences, as a plane of `like`'s height and width. */
const distancePlane = (
  graph: GraphWriter,
  a: Value,
  b: Value,
  { heads, rows, two, four }: Constants,
  k: number,
  like: Value,
): Value => {
  const difference = graph.node('Sub', `difference.${k}`, [a, b])
  const squares = graph.node('Mul', `squares.${k}`, [difference, difference])
  const weighted = graph.node('MatMul', `weighted.${k}`, [heads[k] as Value, squares])
  const size = graph.node('Slice', `size.${k}`, [graph.node('Shape', `like.${k}`, [like]), two, four])
  return graph.node('Reshape', planeName(k), [weighted, graph.node('Concat', `shape.${k}`, [rows, size], { axis: 0 })])
}

/** Row by row, then over the rows: one sum over a whole plane of float32 loses a digit. */
const mean = (graph: GraphWriter, plane: Value, k: number): Value => {
  const rows = graph.node('ReduceMean', `means.${k}`, [plane], { axes: [2], keepdims: 0 })
  return graph.node('ReduceMean', distanceName(k), [rows], { axes: [1], keepdims: 0 })
}
