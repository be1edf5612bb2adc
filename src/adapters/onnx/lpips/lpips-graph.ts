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

  const images = (name: string, count: Dimension, onTap: (unit: Value, k: number) => void): void => {
    if (operators === undefined) return
    const scaled = writeScaling(graph, graph.input(name, 'float32', [count, 3, 'height', 'width']), name)
    writeBackbone(graph, backbone, operators, scaled, `${name}.`, (activation, k) =>
      onTap(normalise(graph, activation, constants, `${name}.${k}`), k),
    )
  }
  const features = (name: string, count: Dimension): ReadonlyArray<Value> =>
    taps.map(({ channels }, k) =>
      graph.input(`${name}.${featureName(k)}`, 'float32', [count, channels, `height.${k}`, `width.${k}`]),
    )
  const distance = (a: Value, b: Value, k: number): void => {
    const plane = distancePlane(graph, a, b, constants.heads[k] as Value, k)
    graph.output(mean(graph, plane, k), 'float32', ['pairs'])
    if (init.planes) graph.output(plane, 'float32', ['pairs', 1, `height.${k}`, `width.${k}`])
  }

  switch (kind) {
    case 'features':
      images('images', 'images', (unit, k) =>
        graph.output(graph.node('Identity', featureName(k), [unit]), 'float32', [
          'images',
          taps[k]?.channels ?? 0,
          `height.${k}`,
          `width.${k}`,
        ]),
      )
      break
    case 'compare': {
      const units: Array<Value> = []
      images('a', 'count.a', (unit) => units.push(unit))
      images('b', 'count.b', (unit, k) => distance(units[k] as Value, unit, k))
      break
    }
    case 'against': {
      const known = features('a', 'count.a')
      images('b', 'count.b', (unit, k) => distance(known[k] as Value, unit, k))
      break
    }
    case 'link': {
      const known = features('a', 'count.a')
      features('b', 'count.b').forEach((unit, k) => distance(known[k] as Value, unit, k))
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
      graph.constant(`head.${k}`, 'float32', [1, tap.channels, 1, 1], heads[k] as Float32Array),
    ),
    guard,
    epsilon,
    channelAxis: graph.constant('channel', 'int64', [1], BigInt64Array.of(1n)),
  }
}

const normalise = (
  graph: GraphWriter,
  activation: Value,
  { guard, epsilon, channelAxis }: ReturnType<typeof writeConstants>,
  name: string,
): Value => {
  const squares = graph.node('Mul', `${name}.squares`, [activation, activation])
  const sum = graph.node('ReduceSum', `${name}.sum`, [squares, channelAxis], { keepdims: 1 })
  const length =
    guard === 'official'
      ? graph.node('Add', `${name}.length`, [graph.node('Sqrt', `${name}.root`, [sum]), epsilon])
      : graph.node('Sqrt', `${name}.length`, [graph.node('Add', `${name}.guarded`, [sum, epsilon])])
  return graph.node('Div', `${name}.unit`, [activation, length])
}

const distancePlane = (graph: GraphWriter, a: Value, b: Value, head: Value, k: number): Value => {
  const difference = graph.node('Sub', `difference.${k}`, [a, b])
  const squares = graph.node('Mul', `squares.${k}`, [difference, difference])
  return graph.node('Conv', planeName(k), [squares, head], { kernel_shape: [1, 1] })
}

/** Row by row, then over the rows: one sum over a whole plane of float32 loses a digit. */
const mean = (graph: GraphWriter, plane: Value, k: number): Value => {
  const rows = graph.node('ReduceMean', `rows.${k}`, [plane], { axes: [3], keepdims: 0 })
  return graph.node('ReduceMean', distanceName(k), [rows], { axes: [1, 2], keepdims: 0 })
}
